import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { createUser } from "@/db/factories";
import { hashPassword } from "@/features/auth/password";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createInvitationsEndpoint, resendInvitationEndpoint } from "@/features/team/contract";
import { createTokenEndpoint, rotateTokenEndpoint } from "@/features/tokens/contract";
import { env } from "@/lib/env";
import { signInByPassword } from "../scripts/password-sign-in";
import { Api } from "./api";
import { createParams, createWorld, pathOf, type World } from "./api-world";
import { expect, test } from "./fixtures";
import { leaksIn, leaksInLogs, learnSecret } from "./secret-watch";
import { createToken, open } from "./steps";

const MAX_PAGES = 60;
const PASSWORD = "a password like no other, 7f3c";

test("what is issued once is in no later answer, page or log line, nor is what could be made of it", async ({
  organization,
  page,
  context,
  receiver,
}) => {
  test.setTimeout(180_000);
  const world = await createWorld(organization);
  const issued = await issueEverything(world, receiver.url);
  const cookie = await signInAndShow(world, page);
  issued.push(cookie.value, PASSWORD);
  await context.addCookies([{ ...cookie, url: env.APP_URL }]);
  await open(page, "/settings/api/tokens");
  issued.push(await createToken(page, "By hand"));

  const forbidden = [
    ...issued,
    ...issued.map(sha256),
    "$argon2",
    "ciphertext",
    "password_hash",
    "passwordHash",
  ];
  const session = new Api(env.APP_URL, { cookie: `${cookie.name}=${cookie.value}` });
  const bodies = [...(await everyRead(world, session)), ...(await everyPage(session))];
  expect(bodies.length).toBeGreaterThan(30);
  for (const { path, text } of bodies) {
    const found = forbidden
      .filter((secret) => text.includes(secret))
      .map((secret) => `${secret.slice(0, 9)}…`);
    expect.soft(found, path).toEqual([]);
  }
  const log = await readFile(process.env.E2E_LOG_FILE ?? "", "utf8");
  expect(log).toContain('"msg":"request"');
  expect(
    forbidden.filter((secret) => log.includes(secret)).map((secret) => `${secret.slice(0, 9)}…`),
  ).toEqual([]);
});

test("the watch sees a secret that an answer repeats, and one in a log", async () => {
  const info = test.info();
  const secret = `rpl_at_${crypto.randomUUID().replaceAll("-", "")}abcdef`;
  const issuing = { method: "POST", path: "/api/v1/tokens", status: 201, text: `{"token":"${secret}"}` };
  expect(leaksIn(issuing)).toEqual([]);
  expect(leaksIn({ ...issuing, method: "GET", status: 200 })).toEqual([
    `${secret.slice(0, 8)}…, issued by POST /api/v1/tokens, is in the answer to GET /api/v1/tokens`,
  ]);
  expect(leaksIn({ ...issuing, isReplayed: true })).toEqual([]);
  const page = {
    method: "GET",
    path: "/settings/api/tokens?_rsc=1",
    status: 200,
    text: `1:["$","p",null,"${secret}"]`,
  };
  expect(leaksIn(page)).toHaveLength(1);

  learnSecret(PASSWORD, "a test");
  await mkdir(info.outputDir, { recursive: true });
  const file = info.outputPath("some.log");
  await writeFile(file, `one\n{"msg":"${secret}"}\n{"msg":"[secret]"}\ntwo ${PASSWORD} three\n`);
  const leaks = await leaksInLogs([file]);
  expect(leaks.map((leak) => leak.slice(leak.lastIndexOf(":")))).toEqual([":2", ":4"]);
  expect(leaks.join()).not.toContain(secret);
});

async function issueEverything({ api }: World, receiverUrl: string): Promise<string[]> {
  const token = await api.call(createTokenEndpoint, { body: { name: "Once", scopes: ["events:read"] } });
  const rotated = await api.call(rotateTokenEndpoint, { params: { id: token.id }, body: {} });
  const subscription = await api.call(createSubscriptionEndpoint, {
    body: { targetUrl: `${receiverUrl}/hook`, eventTypes: ["ticket.created"] },
  });
  const own = "a signing secret of the caller's own, 91ad";
  await api.call(createSubscriptionEndpoint, {
    body: { targetUrl: `${receiverUrl}/own`, eventTypes: ["ticket.created"], secret: own },
  });
  const invited = await api.call(createInvitationsEndpoint, {
    body: { emails: [`${crypto.randomUUID()}@example.com`], role: "viewer" },
  });
  const [invitation] = invited.data;
  const resent = await api.call(resendInvitationEndpoint, { params: { id: invitation?.id ?? "" } });
  const links = [invitation?.url, resent.url].map((url) => url?.split("/").at(-1) ?? "");
  return [token.token, rotated.token, subscription.secret ?? "", own, ...links];
}

async function signInAndShow({ organization }: World, page: Page): Promise<{ name: string; value: string }> {
  const user = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const cookies = await signInByPassword(env.APP_URL, { email: user.email, password: PASSWORD });
  const [pair = ""] = cookies.split("; ").filter((cookie) => cookie.includes("session-token="));
  await open(page, "/sign-in");
  await page.getByLabel("Email").fill(user.email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/");
  const separator = pair.indexOf("=");
  return { name: pair.slice(0, separator), value: pair.slice(separator + 1) };
}

async function everyRead(world: World, session: Api): Promise<{ path: string; text: string }[]> {
  const bodies: { path: string; text: string }[] = [];
  for (const operation of OPERATIONS.filter(({ endpoint }) => endpoint.method === "GET")) {
    const path = pathOf(operation, await createParams(operation, world));
    const { text } = await session.get(path);
    bodies.push({ path, text });
  }
  return bodies;
}

/** Each page that a link leads to, as a document and as the data that the router asks for. */
async function everyPage(session: Api): Promise<{ path: string; text: string }[]> {
  const linked = new Set(["/", "/settings/profile"]);
  const bodies: { path: string; text: string }[] = [];
  for (const path of linked) {
    for (const headers of [{}, { rsc: "1" }] as Record<string, string>[]) {
      const reply = await session.get(path, { headers });
      // The router's requests carry a mark of their headers, which the server adds when it is missing.
      const marked = reply.status === 307 ? reply.headers.get("location") : null;
      const { text } = marked ? await session.get(marked, { headers }) : reply;
      bodies.push({ path: `${path} ${JSON.stringify(headers)}`, text });
      for (const [, href = ""] of text.matchAll(/href="(\/[^"]*)"/g))
        if (!/^\/(api|_next|icon)/.test(href) && linked.size < MAX_PAGES)
          linked.add(href.replaceAll("&amp;", "&"));
    }
  }
  return bodies;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
