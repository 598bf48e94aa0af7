import { Validator } from "@seriousme/openapi-schema-validator";
import { env } from "@/lib/env";
import { openApiSchema } from "@/lib/openapi/document";
import { Api } from "../api";
import { createCheck } from "../conformance";
import { expect, test } from "../fixtures";

const PATH = "/api/v1/openapi.json";
const JSON_TYPE = "application/json";

test("anybody gets the document, and caches may keep it", async ({ anonymous }) => {
  const reply = await anonymous.get(PATH);

  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe(JSON_TYPE);
  expect(reply.headers.get("cache-control")).toMatch(/^public, max-age=[1-9]\d*/);
  expect(reply.headers.get("set-cookie")).toBeNull();
  expect(reply.body).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\./),
    servers: [{ url: env.APP_URL }],
  });
  expect(await new Validator().validate(Object(reply.body))).toEqual({ valid: true });

  const etag = reply.headers.get("etag") ?? "";
  for (const tag of [etag, etag.replace("W/", ""), `"other", ${etag}`]) {
    const again = await anonymous.get(PATH, { headers: { "if-none-match": tag } });
    expect(again, tag).toMatchObject({ status: 304, text: "" });
    expect(again.headers.get("etag")).toBe(etag);
  }
  expect(await anonymous.get(PATH, { headers: { "if-none-match": '"other"' } })).toMatchObject({
    status: 200,
  });
});

test("HEAD, OPTIONS and writes are answered as everywhere", async ({ anonymous }) => {
  expect(await anonymous.request("HEAD", PATH)).toMatchObject({ status: 200, text: "" });
  const options = await anonymous.request("OPTIONS", PATH);
  expect(options.status).toBe(204);
  expect(options.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  expect(await anonymous.post(PATH, {})).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
});

test("the check that every spec goes through finds what is not documented", async ({ anonymous, api }) => {
  const check = createCheck(openApiSchema.parse((await anonymous.get(PATH)).body));
  const me = await api.get("/api/v1/me");
  const refusal = await anonymous.get("/api/v1/me");
  const honest = {
    method: "GET",
    path: "/api/v1/me?x=1",
    status: 200,
    contentType: JSON_TYPE,
    body: me.body,
  };
  const refused = {
    ...honest,
    status: 401,
    contentType: "application/problem+json",
    body: refusal.body,
  };
  expect(check(honest)).toEqual([]);
  expect(check(refused)).toEqual([]);
  expect(check({ ...refused, method: "PUT", status: 405 })).toEqual([]);
  expect(check({ ...honest, path: "/healthz", body: {} })).toEqual([]);

  const { user, ...withoutUser } = Object(me.body);
  for (const deviation of [
    { ...honest, body: withoutUser },
    { ...honest, body: { ...withoutUser, user: { ...user, id: "7" } } },
    { ...honest, body: { ...withoutUser, user: { ...user, passwordHash: "x" } } },
    { ...honest, body: { ...Object(me.body), surprise: true } },
    { ...honest, status: 201 },
    { ...honest, contentType: "application/problem+json" },
    { ...honest, method: "POST" },
    { ...refused, status: 404 },
    { ...refused, body: { ...Object(refusal.body), code: "conflict" } },
    { ...refused, body: { ...Object(refusal.body), code: "teapot" } },
    { ...refused, body: { ...Object(refusal.body), requestId: undefined } },
  ])
    expect(check(deviation), JSON.stringify(deviation)).not.toEqual([]);
});

test("a server whose answers deviate fails the spec that calls it", async ({ anonymous, api, receiver }) => {
  const me = await api.get("/api/v1/me");
  const document = await anonymous.get(PATH);
  const headers = { "content-type": JSON_TYPE };
  receiver.behave(PATH, { headers, body: document.text });
  const liar = new Api(receiver.url, {});

  receiver.behave("/api/v1/me", { headers, body: me.text });
  expect(await liar.get("/api/v1/me")).toMatchObject({ status: 200 });
  receiver.behave("/api/v1/me", { headers, body: JSON.stringify({ ...Object(me.body), surprise: true }) });
  await expect(liar.get("/api/v1/me")).rejects.toThrow("surprise");
});
