import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { emailAddressSchema, readEmailAddress } from "@/lib/email-address";

test.each([
  ["Dana@Example.COM", "dana@example.com"],
  ["  r&d@example.com ", "r&d@example.com"],
  ["a/b@example.com", "a/b@example.com"],
  ["SRS0=x=y@example.com", "srs0=x=y@example.com"],
  ["o'brien+tag!#$%*?^`{|}~@example.com", "o'brien+tag!#$%*?^`{|}~@example.com"],
  // Phone companies of Japan gave these out.
  ["..da.na.@docomo.example", "..da.na.@docomo.example"],
  ["dana@xn--mller-kva.example", "dana@xn--mller-kva.example"],
  ["dana@Müller.example", "dana@xn--mller-kva.example"],
  ["dana@mu\u0308ller.example", "dana@xn--mller-kva.example"],
  ["Jürgen@müller.example", "jürgen@xn--mller-kva.example"],
  ["用户@例え。テスト", "用户@xn--r8jz45g.xn--zckzah"],
  ["ｄａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "dana@example.com"],
  ["Dana <dana@example.com>", "dana@example.com"],
  ["<dana@example.com>", "dana@example.com"],
  ['"Doe, Dana <x@y.example>" <dana@example.com>', "dana@example.com"],
  ["Doe, Dana <dana@example.com>", "dana@example.com"],
  ["dana@example.com <dana@example.com>", "dana@example.com"],
  ['"dana"@example.com', "dana@example.com"],
  ['"Dana Whitfield"@example.com', '"dana whitfield"@example.com'],
  ['"a@b"@example.com', '"a@b"@example.com'],
  ['"\\d\\"q"@example.com', '"d\\"q"@example.com'],
])("%s is %s", (written, address) => {
  expect(readEmailAddress(written)).toBe(address);
});

test.each([
  "",
  "dana",
  "@example.com",
  "dana@",
  "dana@localhost",
  "dana@-x.example",
  "dana@x..example",
  "dana@.example.com",
  "dana@example.com.",
  "dana@127.0.0.1",
  "dana@0x7f.1",
  "dana@[127.0.0.1]",
  "dana@exa%6dple.com",
  "dana@example.com:25",
  "dana@example.com/x",
  "dana@x@example.com",
  "da na@example.com",
  "da,na@example.com",
  "da(na)@example.com",
  "a@example.com, b@example.com",
  "a@example.com, B <b@example.com>",
  "A <a@example.com>, B <b@example.com>",
  "A <a@example.com> x",
  "A <a@example.com",
  '"a"b@example.com',
  '""@example.com',
  '"a\\"@example.com',
  "dana@example.com\r\nBcc: eva@example.com",
  "da\r\nna@example.com",
  '"da\r\nna"@example.com',
  "Da\nna <dana@example.com>",
  "da\0na@example.com",
  "da\u200bna@example.com",
  "\u202edana@example.com",
  "da\ud800na@example.com",
  "da\u2028na@example.com",
  "da\u3164na@example.com",
  `${"x".repeat(243)}@example.com`,
  `${"ü".repeat(125)}@example.com`,
  `${"x ".repeat(600)}<dana@example.com>`,
])("%j is no address", (written) => {
  expect(readEmailAddress(written)).toBeNull();
  expect(emailAddressSchema.safeParse(written).success).toBe(false);
});

const letters = fc.string({ unit: "grapheme-composite", maxLength: 30 });

test("what is read stays itself when it is read again, however it is wrapped", () => {
  fc.assert(
    fc.property(letters, fc.oneof(fc.domain(), letters), (mailbox, domain) => {
      const address = readEmailAddress(`${mailbox}@${domain}`);
      if (address === null) return;
      expect(readEmailAddress(address)).toBe(address);
      expect(readEmailAddress(`Some Body <${address}>`)).toBe(address);
    }),
    { numRuns: 2000 },
  );
});

test("an address has one unquoted @, nothing unseen, and a domain in ASCII", () => {
  const noise = fc.string({ unit: fc.constantFrom(...'a.@<>"\\ ,;\r\n\0\u200b\u202e\ud800üK＠1-') });
  fc.assert(
    fc.property(noise, noise, (before, after) => {
      const address = readEmailAddress(`${before}@${after}.example`);
      if (address === null) return;
      expect(address).toMatch(/^(?:"(?:[^"\\]|\\.)+"|[^"@<>\s,;\\]+)@[a-z0-9.-]+$/u);
      expect(address).not.toMatch(/\p{C}/u);
      expect(address).toBe(address.toLowerCase());
    }),
    { numRuns: 2000 },
  );
});

test("whatever sign-in takes is an address, and the same", () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const lower = email.toLowerCase();
      if (!z.email().safeParse(lower).success || lower.length > 254) return;
      expect(readEmailAddress(email)).toBe(lower);
    }),
  );
});
