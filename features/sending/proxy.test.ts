import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startMailServer } from "@/e2e/mail-server";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  onlyDelivery,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { shakeHands } from "@/features/handshake/handshake";
import { sendAllDue } from "@/features/sending/pump";
import { retryDelivery } from "@/features/sending/retry";
import { type ConnectProxy, startConnectProxy } from "@/lib/egress/fixtures/connect-proxy";
import { log } from "@/lib/log";
import { isMailConfigured, sendMail } from "@/lib/mail";

/** Names that only the proxy knows. */
const TARGET = "http://hooks.test/hook";
let proxy: ConnectProxy;
const mailServer = await startMailServer();

function leadTo(authority: string) {
  const isMail = authority.startsWith("mail.test:");
  return { host: "127.0.0.1", port: isMail ? Number(new URL(mailServer.url).port) : receiver.port };
}

beforeAll(async () => {
  proxy = await startConnectProxy(leadTo);
  // Before anything reads the settings, which happens once.
  vi.stubEnv("EGRESS_PROXY_URL", proxy.url);
  vi.stubEnv("EGRESS_HOST_RATES", "slow.test=2");
  vi.stubEnv("SMTP_URL", "smtp://mail.test:2525");
  vi.stubEnv("MAIL_FROM", "Replify <replify@desk.example>");
});

withOwnDatabaseAndReceiver();

afterAll(async () => {
  await proxy.close();
  await mailServer.stop();
});

const MAIL = {
  to: "dana@example.com",
  subject: "Hi",
  text: "Hi",
  html: "Hi",
  messageId: "<1@desk.example>",
  inReplyTo: "<0@desk.example>",
  references: [],
  headers: {},
};

test("deliveries, handshakes and mails leave through the proxy", async () => {
  proxy.asked.length = 0;
  await subscribe({ targetUrl: TARGET });
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  expect(await onlyDelivery()).toMatchObject({ status: "succeeded" });
  await shakeHands("http://other.test:8080/hook");
  expect(isMailConfigured()).toBe(true);
  expect(await sendMail(MAIL)).toBeNull();
  expect(mailServer.mails).toMatchObject([{ to: "dana@example.com" }]);
  expect(proxy.asked).toEqual(["hooks.test:80", "other.test:8080", "mail.test:2525"]);
});

test("while the proxy is down attempts fail as proxy_failed, and the retry delivers once it is back", async () => {
  await subscribe({ targetUrl: TARGET });
  await proxy.close();
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  expect(await onlyDelivery()).toMatchObject({
    status: "retrying",
    attemptCount: 1,
    lastErrorClass: "proxy_failed",
  });
  expect(await sendMail(MAIL)).toMatchObject({ kind: "temporary" });

  proxy = await startConnectProxy(leadTo, Number(new URL(proxy.url).port));
  await makeDue();
  await retryDelivery((await onlyDelivery()).id, 2);
  expect(await onlyDelivery()).toMatchObject({ status: "succeeded", attemptCount: 2 });
  expect(receiver.requests).toHaveLength(1);
});

test("a mail that the proxy denies is logged with the rule, and without the mail server's password", async () => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => {});
  proxy.refuse = { status: 403 };
  expect(await sendMail(MAIL)).toMatchObject({ kind: "temporary" });
  proxy.refuse = null;
  expect(warn.mock.calls).toEqual([[{ host: "mail.test:2525", rule: "403 No" }, "outgoing call denied"]]);
});

test("a host with a rate gets no more calls than that, and nothing is lost or failed by it", async () => {
  await Promise.all(
    ["a", "b", "c"].map((name) => subscribe({ name, targetUrl: `http://slow.test/${name}` })),
  );
  await publishEvents(ctx, [TICKET, TICKET]);
  const begun = Date.now();
  await sendAllDue(DRAIN_MS);
  await receiver.waitForMany(6);
  const times = receiver.requests.map(({ receivedAt }) => receivedAt - begun);
  // Two at once, then one each half second: the sixth after two seconds.
  expect(times.at(-1)).toBeGreaterThanOrEqual(1990);
  expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(6);
  expect(receiver.requests.map(({ headers }) => headers["x-replify-attempt"])).toEqual(Array(6).fill("1"));
});
