import { expect, test } from "vitest";
import * as z from "zod";
import { signDelivery } from "@/features/deliveries/signature";
import { VERIFICATION_SAMPLE } from "./verification-sample";

const SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0";
const BODY = '{"id":"1","data":{"name":"Zoë"}}';

const verifySchema = z.custom<(headers: Record<string, string>, body: Buffer, secret: string) => boolean>(
  (value) => typeof value === "function",
);

async function sample() {
  const module: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(VERIFICATION_SAMPLE)}`
  );
  return verifySchema.parse(z.record(z.string(), z.unknown()).parse({ ...Object(module) }).isFromReplify);
}

function headersAt(timestamp: number, secrets: string[]): Record<string, string> {
  const signatures = signDelivery({ secrets, deliveryId: "1", timestamp, body: BODY });
  return { ...signatures, "x-replify-timestamp": String(timestamp) };
}

const now = () => Math.floor(Date.now() / 1000);

test("the sample accepts what we sign, also while a rotation overlaps", async () => {
  const verify = await sample();
  expect(verify(headersAt(now(), [SECRET]), Buffer.from(BODY), SECRET)).toBe(true);
  expect(verify(headersAt(now(), ["a newer secret", SECRET]), Buffer.from(BODY), SECRET)).toBe(true);
});

test.each<[string, (headers: Record<string, string>) => Record<string, string>, string, string]>([
  ["another secret", (headers) => headers, BODY, "another secret"],
  ["a changed body", (headers) => headers, BODY.replace("Zoë", "Zoe"), SECRET],
  ["no signature", () => ({ "x-replify-timestamp": String(now()) }), BODY, SECRET],
  ["no headers", () => ({}), BODY, SECRET],
  ["an old timestamp", () => headersAt(now() - 400, [SECRET]), BODY, SECRET],
])("the sample refuses %s", async (_, change, body, secret) => {
  const verify = await sample();
  expect(verify(change(headersAt(now(), [SECRET])), Buffer.from(body), secret)).toBe(false);
});
