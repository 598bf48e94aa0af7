import { execFileSync, spawnSync } from "node:child_process";
import { stripTypeScriptTypes } from "node:module";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { FORMATS } from "@/features/deliveries/formats/formats";
import { signDelivery } from "@/features/deliveries/signature";
import { VERIFICATION_SAMPLES } from "./verification-sample";

const SECRET = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0";
const BODY = '{"id":"1","data":{"name":"Zoë"}}';

type Headers = Record<string, string>;
type Verify = (headers: Headers, body: Buffer, secret: string) => boolean | Promise<boolean>;

const verifySchema = z.custom<Verify>((value) => typeof value === "function");

const viaNode =
  (source: string): Verify =>
  async (...given) => {
    const module: unknown = await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`
    );
    return verifySchema.parse(Object(module).isFromReplify)(...given);
  };

const viaPython: Verify = (headers, body, secret) => {
  const program = `${VERIFICATION_SAMPLES.python}
import json, sys
headers, secret = json.loads(sys.argv[1])
print(is_from_replify(headers, sys.stdin.buffer.read(), secret))`;
  const args = ["-c", program, JSON.stringify([headers, secret])];
  return execFileSync("python3", args, { input: body, encoding: "utf8" }).trim() === "True";
};

const HAS_PYTHON = spawnSync("python3", ["--version"]).status === 0;

const SAMPLES: [language: string, verify: Verify][] = [
  ["JavaScript", viaNode(VERIFICATION_SAMPLES.javascript)],
  ["TypeScript", viaNode(stripTypeScriptTypes(VERIFICATION_SAMPLES.typescript))],
  ...(HAS_PYTHON ? [["Python", viaPython] satisfies [string, Verify]] : []),
];

function headersAt(timestamp: number, secrets: string[]): Headers {
  const signatures = signDelivery({
    secrets,
    scheme: FORMATS.replify.signature,
    deliveryId: "1",
    timestamp,
    body: BODY,
  });
  return { ...signatures, "x-replify-timestamp": String(timestamp) };
}

const now = () => Math.floor(Date.now() / 1000);

describe.each(SAMPLES)("the sample in %s", (_, verify) => {
  test("accepts what we sign, also while a rotation overlaps", async () => {
    expect(await verify(headersAt(now(), [SECRET]), Buffer.from(BODY), SECRET)).toBe(true);
    expect(await verify(headersAt(now(), ["a newer secret", SECRET]), Buffer.from(BODY), SECRET)).toBe(true);
  });

  test.each<[string, (headers: Headers) => Headers, string, string]>([
    ["another secret", (headers) => headers, BODY, "another secret"],
    ["a changed body", (headers) => headers, BODY.replace("Zoë", "Zoe"), SECRET],
    ["no signature", () => ({ "x-replify-timestamp": String(now()) }), BODY, SECRET],
    ["no headers", () => ({}), BODY, SECRET],
    ["an old timestamp", () => headersAt(now() - 400, [SECRET]), BODY, SECRET],
    ["a timestamp that is none", (headers) => ({ ...headers, "x-replify-timestamp": "²" }), BODY, SECRET],
    [
      "a signature of other characters",
      (headers) => ({ ...headers, "x-replify-signature": "sha256=é" }),
      BODY,
      SECRET,
    ],
  ])("refuses %s", async (_, change, body, secret) => {
    expect(await verify(change(headersAt(now(), [SECRET])), Buffer.from(body), secret)).toBe(false);
  });
});
