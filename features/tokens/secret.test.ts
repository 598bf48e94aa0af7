import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "@/lib/log";
import { hashToken, isWellFormedToken, mintToken, tokenHint } from "./secret";

const token = fc.integer().map(() => mintToken());

test("a minted token is well-formed, and never the same twice", () => {
  const minted = Array.from({ length: 2_000 }, () => mintToken());
  for (const one of minted) expect(one).toMatch(/^rpl_at_[0-9A-Za-z]{38}$/);
  expect(minted.every((one) => isWellFormedToken(one))).toBe(true);
  expect(new Set(minted).size).toBe(minted.length);
});

test("a token of one kind is none of another", () => {
  const refresh = mintToken("rpl_rt_");
  expect(refresh).toMatch(/^rpl_rt_[0-9A-Za-z]{38}$/);
  expect(isWellFormedToken(refresh, "rpl_rt_")).toBe(true);
  expect(isWellFormedToken(refresh)).toBe(false);
  expect(isWellFormedToken(mintToken(), "rpl_rt_")).toBe(false);
});

test("changing any one character is noticed without a look-up", () => {
  const character = fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom(..."0Oo1lI_aZ9"));
  fc.assert(
    fc.property(token, fc.nat(), character, (minted, place, replacement) => {
      const at = place % minted.length;
      fc.pre(minted[at] !== replacement);
      expect(isWellFormedToken(minted.slice(0, at) + replacement + minted.slice(at + 1))).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test("swapping two neighbours, cutting and extending are noticed", () => {
  fc.assert(
    fc.property(token, fc.nat(), (minted, place) => {
      const at = 7 + (place % (minted.length - 8));
      const [first, second] = [minted.charAt(at), minted.charAt(at + 1)];
      fc.pre(first !== second);
      expect(isWellFormedToken(minted.slice(0, at) + second + first + minted.slice(at + 2))).toBe(false);
      expect(isWellFormedToken(minted.slice(0, at))).toBe(false);
      expect(isWellFormedToken(`${minted}\n`)).toBe(false);
      expect(isWellFormedToken(`${minted}0`)).toBe(false);
    }),
  );
});

test("arbitrary text is refused and does not throw", () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => !isWellFormedToken(text)));
});

test("what is kept of a token does not give it away", () => {
  const minted = mintToken();
  const { prefix, lastFour } = tokenHint(minted);
  expect(minted.startsWith(prefix) && minted.endsWith(lastFour)).toBe(true);
  expect(prefix.length + lastFour.length).toBeLessThan(16);
  expect(hashToken(minted)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashToken(minted)).not.toBe(hashToken(mintToken()));
});

test("the log cuts tokens out", () => {
  const minted = mintToken();
  expect(redact(`{"authorization":"Bearer ${minted}"}`)).not.toContain(minted.slice(7));
});
