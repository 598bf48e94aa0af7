import "@/app/api/live/deliveries/route";
import "@/app/api/live/incoming-webhooks/[id]/requests/route";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "@/app/api/_lib/test-server";
import { createContext, createOrganization, createToken, createUser, type TestUser } from "@/db/factories";
import {
  createSession,
  encodeSessionCookie,
  revokeSession,
  sessionCookieName,
} from "@/features/auth/session";
import { cancelDelivery } from "@/features/deliveries/service";
import { publishEvents } from "@/features/events/publish";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { createSubscription } from "@/features/subscriptions/service";
import { removeUser } from "@/features/team/removal";
import { removeUserQuerySchema } from "@/features/team/schema";
import { mintToken } from "@/features/tokens/secret";
import type { Context } from "@/lib/context";
import { closeEventStreams } from "@/lib/live/streams";
import { processWide } from "@/lib/process-wide";

const DELIVERIES = "/api/live/deliveries";
const CLIENT = { ip: null, userAgent: null };

let server: TestServer;
let admin: TestUser;
let ctx: Context;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  ({ user: admin, ctx } = await organizationWithTarget());
});

/** Whoever left has left nothing behind. */
afterEach(async () => {
  const streams = processWide("event streams", () => ({ open: new Set() }));
  const followed = processWide("tails", () => ({ tails: new Map() }));
  await expect.poll(() => [streams.open.size, followed.tails.size]).toEqual([0, 0]);
});

async function organizationWithTarget() {
  const user = await createUser(await createOrganization());
  const own = createContext(user);
  await createSubscription(own, {
    targetUrl: "http://127.0.0.1:19999/hook",
    eventTypes: ["ticket.*"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
  });
  return { user, ctx: own };
}

async function signedIn(user: TestUser): Promise<{ sessionId: string; cookie: string }> {
  const sessionId = (await createSession(user.id, CLIENT)) ?? "";
  const cookie = await encodeSessionCookie({ id: sessionId, userId: user.id });
  return { sessionId, cookie: `${sessionCookieName()}=${cookie}` };
}

async function publish(by: Context, subject: string): Promise<void> {
  await publishEvents(by, [{ type: "ticket.created", data: { subject } }]);
}

async function watch(cookie: string, path = DELIVERIES) {
  const leaving = new AbortController();
  const response = await fetch(server.url + path, {
    headers: { cookie, "accept-encoding": "gzip" },
    signal: leaving.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  /** The rows of all messages so far; resolves once `isDone` says so, or with what there was at the end. */
  async function rowsUntil(isDone: (rows: Row[]) => boolean): Promise<Row[]> {
    for (;;) {
      const rows = rowsIn(text);
      if (isDone(rows)) return rows;
      const { done, value } = (await reader?.read()) ?? { done: true, value: "" };
      if (done) return rows;
      text += value;
    }
  }
  return { response, rowsUntil, leave: () => leaving.abort() };
}

interface Row {
  id: string;
  status: string;
}

function rowsIn(text: string): Row[] {
  const messages = text.split("\n\n").slice(0, -1);
  return messages.flatMap((message) =>
    message.startsWith("data: ") ? (JSON.parse(message.slice("data: ".length)) as Row[]) : [],
  );
}

describe("a list that is followed", () => {
  test("tells all who watch it what is new and what changes, and never another organization's", async () => {
    await publish(ctx, "before");
    const other = await organizationWithTarget();
    const { cookie } = await signedIn(admin);
    const watching = await Promise.all([watch(cookie), watch((await signedIn(admin)).cookie)]);
    const strangers = await watch((await signedIn(other.user)).cookie);
    const [{ response }] = watching;
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("content-encoding")).toBeNull();
    for (const { rowsUntil } of watching)
      expect(await rowsUntil((rows) => rows.length === 1)).toHaveLength(1);

    await publish(ctx, "after");
    await publish(other.ctx, "elsewhere");
    const [rows] = await Promise.all(watching.map(({ rowsUntil }) => rowsUntil((all) => all.length === 2)));
    const [before, after] = rows ?? [];
    expect(before && after && before.id < after.id).toBe(true);
    expect(after?.status).toBe("pending");
    const theirs = await strangers.rowsUntil((all) => all.length > 0);
    expect(theirs).toHaveLength(1);
    expect([before?.id, after?.id]).not.toContain(theirs[0]?.id);

    await cancelDelivery(ctx, after?.id ?? "");
    for (const { rowsUntil } of watching) {
      const all = await rowsUntil((some) => some.length === 3);
      expect(all[2]).toMatchObject({ id: after?.id, status: "canceled" });
    }
    for (const { leave } of [...watching, strangers]) leave();
  });

  test("keeps to the filters of who watches it", async () => {
    const { cookie } = await signedIn(admin);
    const canceled = await watch(cookie, `${DELIVERIES}?status=canceled`);
    await publish(ctx, "one");
    const waiting = await watch(cookie);
    const [first] = await waiting.rowsUntil((rows) => rows.length > 0);
    await cancelDelivery(ctx, first?.id ?? "");
    expect(await canceled.rowsUntil((rows) => rows.length > 0)).toMatchObject([{ status: "canceled" }]);
    canceled.leave();
    waiting.leave();
  });
});

describe("a stream", () => {
  test("ends with the session, and with the membership", async () => {
    const leaver = await createUser({ id: ctx.organizationId, name: "Acme" }, { role: "viewer" });
    const ended = await signedIn(admin);
    const streams = [await watch(ended.cookie), await watch((await signedIn(leaver)).cookie)];
    await revokeSession(ended.sessionId, CLIENT);
    await removeUser(ctx, leaver.id, removeUserQuerySchema.parse({}));
    for (const { rowsUntil } of streams) expect(await rowsUntil(() => false)).toEqual([]);
  });

  test("is refused beyond so many of one member, whose others go on, and freed by whoever leaves", async () => {
    const { cookie } = await signedIn(admin);
    const opened = await Promise.all(Array.from({ length: 100 }, () => watch(cookie)));
    const served = opened.filter(({ response }) => response.status === 200);
    const refused = opened.filter(({ response }) => response.status === 429);
    expect([served.length, refused.length]).toEqual([8, 92]);
    const problem: unknown = await (await fetch(server.url + DELIVERIES, { headers: { cookie } })).json();
    expect(problem).toMatchObject({
      code: "rate_limited",
      detail: expect.stringContaining("You watch 8 lists live"),
    });
    const colleague = await createUser({ id: ctx.organizationId, name: "Acme" }, { role: "viewer" });
    const theirs = await watch((await signedIn(colleague)).cookie);
    expect(theirs.response.status).toBe(200);

    served[0]?.leave();
    await expect.poll(async () => (await watch(cookie)).response.status).toBe(200);

    await publish(ctx, "last");
    expect(await served[1]?.rowsUntil((rows) => rows.length > 0)).toHaveLength(1);
    closeEventStreams();
    for (const { rowsUntil } of [...served.slice(1), theirs]) await rowsUntil(() => false);
  });

  test("is for members who are signed in, and of what there is", async () => {
    const token = mintToken();
    await createToken(admin, { token });
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(server.url + DELIVERIES, { headers })).status).toBe(403);
    expect((await fetch(server.url + DELIVERIES)).status).toBe(401);

    const { cookie } = await signedIn(admin);
    expect((await watch(cookie, `${DELIVERIES}?limit=0`)).response.status).toBe(422);
    const input = createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket" });
    const other = await organizationWithTarget();
    const { id } = await createIncomingWebhook(other.ctx, input);
    const requests = `/api/live/incoming-webhooks/${id}/requests`;
    expect((await watch(cookie, requests)).response.status).toBe(404);
    const theirs = await watch((await signedIn(other.user)).cookie, requests);
    expect(theirs.response.status).toBe(200);
    theirs.leave();
  });
});
