import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { BOUND_TO } from "@/db/encrypted-columns";
import { DELIVERY_FORMATS, type DeliveryFormat } from "@/db/enums";
import { subscriptions } from "@/db/schema";
import { getDelivery } from "@/features/deliveries/queries";
import { resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  onlyDelivery,
  receiver,
  subscribe,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { sendTestEvent } from "@/features/sending/test-event";
import { rotateSubscriptionSecret } from "@/features/subscriptions/rotation";
import { updateSubscription } from "@/features/subscriptions/service";
import { encryptSecret } from "@/lib/keyring";
import { parseJson } from "@/lib/parse-json";
import { FORMATS } from "./formats";
import { verificationRule } from "./verification/rule";
import { RUN_SAMPLE } from "./verification/run-sample";
import { type VerificationLanguage, verificationSample } from "./verification/samples";

const SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0";
const HOOK_SECRET = "b7d1c5a0-handshake-9f3e";
/** Digits that no double holds. */
const DATA = '{"subject":"Printer on fire","order":12345678901234567890,"total":1.0,"contact":{"id":1e300}}';

withOwnDatabaseAndReceiver();

/** A subscription whose target gave back a value in the handshake. */
async function subscribeIn(format: DeliveryFormat, secret: string | undefined = SECRET) {
  const { id } = await subscribe({ format, secret });
  const hookSecretCiphertext = encryptSecret(HOOK_SECRET, BOUND_TO.subscriptionHookSecret(id));
  await database()
    .update(subscriptions)
    .set({ hookSecretCiphertext, status: "active", verifiedAt: new Date() })
    .where(eq(subscriptions.id, id));
  return id;
}

async function publish(): Promise<void> {
  const data = parseJson(DATA) as Record<string, unknown>;
  await publishEvents(ctx, [{ type: "ticket.created", data }]);
  await sendAllDue(DRAIN_MS);
}

/** The first and the third attempt of the only delivery, of which the first two fail. */
async function attempts() {
  receiver.behave("/hook", { failTimes: 2 });
  await publish();
  const { id } = await onlyDelivery();
  for (const _ of [2, 3]) {
    await makeDue();
    await sendAllDue(DRAIN_MS);
  }
  const sent = receiver.requests.map(({ body, headers, text }) => {
    const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return { body, text, headers: Object.fromEntries(named) as Record<string, string> };
  });
  const [first, , third] = sent;
  if (!first || !third || sent.length !== 3) throw new Error(`expected 3 attempts, got ${sent.length}`);
  return { first, third, delivery: await getDelivery(ctx, id) };
}

describe.each(DELIVERY_FORMATS)("%s", (format) => {
  test("is accepted by standardwebhooks and svix on the first attempt and the third", async () => {
    await subscribeIn(format);
    const { first, third } = await attempts();
    for (const { text, headers } of [first, third]) {
      expect(new StandardWebhook(SECRET).verify(text, headers)).toBeTruthy();
      expect(() => new SvixWebhook(SECRET).verify(text, headers)).not.toThrow();
    }
    expect([first, third].map(({ headers }) => headers["x-replify-attempt"])).toEqual(["1", "3"]);
    expect(first.headers).toMatchObject({
      "content-type": FORMATS[format].contentType,
      "x-replify-hops": "1",
      "x-replify-hops-proof": expect.stringContaining("v1="),
    });
  });

  test("has the same bytes on every attempt and resend, in the log, and after the format has changed", async () => {
    const id = await subscribeIn(format);
    const { first, third, delivery } = await attempts();
    await updateSubscription(ctx, id, { format: format === "thin" ? "cloudevents" : "thin" });
    await resendDelivery(ctx, delivery.id);
    await sendAllDue(DRAIN_MS);
    const resent = await getDelivery(ctx, delivery.id);
    expect(resent).toMatchObject({ format, contentType: FORMATS[format].contentType, attemptCount: 4 });
    const bodies = [third.text, receiver.requests[3]?.text, delivery.payload, resent.payload];
    expect(new Set([...bodies, ...resent.attempts.map(({ request }) => request.body)])).toEqual(
      new Set([first.text]),
    );
  });

  // The first runs compile the samples.
  test("is accepted by the samples, and refused with one byte changed", { timeout: 120_000 }, async () => {
    await subscribeIn(format);
    const { first, third } = await attempts();
    const rule = verificationRule(FORMATS[format]);
    const isSigned = rule.kind === "signature";
    const changed = isSigned
      ? { ...third, body: Buffer.from(third.text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))) }
      : { ...third, headers: { ...third.headers, [rule.header]: HOOK_SECRET.replace("b", "c") } };
    const unsigned = { ...third, headers: { ...third.headers, [rule.header]: "" } };
    for (const [language, run] of Object.entries(RUN_SAMPLE)) {
      const answers = await run({
        source: verificationSample(format, language as VerificationLanguage),
        secret: isSigned ? SECRET : HOOK_SECRET,
        isSigned,
        requests: [first, third, changed, unsigned],
      });
      expect(answers, language).toEqual([true, true, false, false]);
    }
  });

  test("carries no signature without a secret", async () => {
    const id = await subscribeIn(format);
    await database().update(subscriptions).set({ secretCiphertext: null }).where(eq(subscriptions.id, id));
    await publish();
    const names = Object.keys(receiver.requests[0]?.headers ?? {});
    expect(names).toContain("webhook-id");
    expect(names.filter((name) => name.includes("signature"))).toEqual([]);
  });

  test("is what a test event is sent in", async () => {
    const id = await subscribeIn(format);
    const { id: deliveryId } = await sendTestEvent(ctx, id, { eventType: "ticket.created" });
    await sendAllDue(DRAIN_MS);
    const { payload, ...delivery } = await getDelivery(ctx, deliveryId);
    expect(delivery).toMatchObject({ format, isTest: true, status: "succeeded" });
    expect(receiver.requests.map(({ text }) => text)).toEqual([payload]);
  });
});

/** As receivers of these two have it: bare hex over the raw body. */
test.each([
  ["replicer", ["x-replicer-signature"]],
  ["reply_v3", ["x-reply-signature", "x-replyio-signature"]],
] as const)("%s is signed over the raw body alone, in bare hex", async (format, names) => {
  await subscribeIn(format);
  const { first, third } = await attempts();
  for (const { body, headers } of [first, third]) {
    const expected = createHmac("sha256", SECRET).update(body).digest("hex");
    expect(names.map((name) => headers[name])).toEqual(names.map(() => expected));
  }
});

test("replicer names event, delivery and time in headers of its own", async () => {
  await subscribeIn("replicer");
  await publish();
  const { id } = await onlyDelivery();
  const headers = receiver.requests[0]?.headers;
  expect(headers).toMatchObject({ "x-replicer-event": "ticket.created", "x-replicer-delivery-id": id });
  expect(headers?.["x-replicer-timestamp"]).toBe(headers?.["webhook-timestamp"]);
  expect(headers?.["x-replicer-timestamp"]).toMatch(/^\d{10}$/);
});

test("rest_hooks carries the value of the handshake in two headers, and the log masks both", async () => {
  await subscribeIn("rest_hooks");
  await publish();
  expect(receiver.requests[0]?.headers).toMatchObject({
    "x-hook-secret": HOOK_SECRET,
    "x-api-key": HOOK_SECRET,
  });
  const { attempts: logged } = await onlyDelivery();
  expect(logged[0]?.request.headers).toMatchObject({ "x-hook-secret": "••••9f3e", "x-api-key": "••••9f3e" });
});

test("no digit of the data is lost", async () => {
  for (const format of ["replify", "replicer", "reply_v3", "rest_hooks", "cloudevents"] as const)
    await subscribeIn(format);
  await publish();
  expect(receiver.requests).toHaveLength(5);
  for (const { text } of receiver.requests) {
    expect(text).toContain('"order":12345678901234567890,"total":1.0');
    expect(text).toContain('"contact":{"id":1e300}');
  }
});

test("a name that its owner gave a type stands in the deliveries made with it, also after it is taken back", async () => {
  const id = await subscribeIn("reply_v3");
  const naming = (eventNames: Record<string, string> | null) =>
    database().update(subscriptions).set({ eventNames }).where(eq(subscriptions.id, id));
  await naming({ "ticket.created": "ticket_opened" });
  receiver.behave("/hook", { failTimes: 1 });
  await publish();
  await naming(null);
  await makeDue();
  await sendAllDue(DRAIN_MS);
  const types = receiver.requests.map(({ text }) => JSON.parse(text).event.type);
  expect(types).toEqual(["ticket_opened", "ticket_opened"]);
});

test("while a rotation overlaps, a header for one signature has that of the present secret", async () => {
  const id = await subscribeIn("replicer");
  const { secret } = await rotateSubscriptionSecret(ctx, id, { overlapSeconds: 3600 });
  await publish();
  const [request] = receiver.requests;
  const expected = createHmac("sha256", secret)
    .update(request?.text ?? "")
    .digest("hex");
  expect(request?.headers["x-replicer-signature"]).toBe(expected);
  expect(String(request?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
});
