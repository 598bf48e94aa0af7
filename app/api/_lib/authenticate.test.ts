import { expect, test } from "vitest";
import { createOrganization, createToken, createUser } from "@/db/factories";
import { createSession, encodeSessionCookie, sessionCookieName } from "@/features/auth/session";
import { mintToken } from "@/features/tokens/secret";
import { contextFromRequest } from "./authenticate";

const URL_ME = "http://localhost:3000/api/v1/me";

test("a token is taken from either header, whatever the scheme's case", async () => {
  const { token, userId } = await workspace();
  const carriers: Record<string, string>[] = [
    { authorization: `Bearer ${token}` },
    { authorization: `bEARER  ${token}` },
    { "x-api-key": token },
  ];
  for (const headers of carriers) {
    expect(await call(headers)).toMatchObject({ actor: { type: "token", userId } });
  }
});

test("two carriers in one request are malformed", async () => {
  const { token } = await workspace();
  const twice = [
    call({ authorization: `Bearer ${token}`, "x-api-key": token }),
    call({ authorization: `Bearer ${token}`, "x-api-key": "" }),
    call({ authorization: `Bearer ${token}` }, `?access_token=${token}`),
    call({ "x-api-key": token }, "?limit=1&api_key=x"),
  ];
  for (const refused of twice) {
    await expect(refused).rejects.toMatchObject({
      code: "malformed",
      message: expect.stringContaining("Send one"),
    });
  }
});

test("a token in the query alone is ignored", async () => {
  const { token, userId, cookie } = await workspace();
  for (const name of ["access_token", "api_key"]) {
    await expect(call({}, `?${name}=${token}`)).rejects.toMatchObject({ code: "unauthorized" });
    expect(await call({ cookie }, `?${name}=${token}`)).toMatchObject({ actor: { type: "user", userId } });
  }
});

test("a malformed header is refused, with the challenge, even beside a valid session", async () => {
  const { token, cookie } = await workspace();
  for (const authorization of [
    "Bearer",
    "Bearer ",
    "Bearer a b",
    `Bearer ${token} ${token}`,
    "Bearer %",
    "Bearer é",
    `Bearer ${"x".repeat(10_000)}`,
    `Basic ${token}`,
    token,
    // A session is no token.
    `Bearer ${cookie.split("=")[1]}`,
  ]) {
    const refused = call({ authorization, cookie });
    await expect(refused, authorization.slice(0, 40)).rejects.toMatchObject({
      code: "unauthorized",
      headers: { "www-authenticate": expect.stringMatching(/^Bearer/) },
    });
  }
});

function call(headers: Record<string, string>, query = "") {
  const request = new Request(`${URL_ME}${query}`, { headers });
  return contextFromRequest({ request, requestId: "req_test", client: { ip: null, userAgent: "Test" } });
}

async function workspace() {
  const user = await createUser(await createOrganization());
  const token = mintToken();
  await createToken(user, { token });
  const id = await createSession(user.id, { ip: null, userAgent: "Test" });
  if (!id) throw new Error("the user has a membership");
  const cookie = `${sessionCookieName()}=${await encodeSessionCookie({ id, userId: user.id })}`;
  return { token, cookie, userId: user.id };
}
