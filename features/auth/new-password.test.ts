import fc from "fast-check";
import { expect, test } from "vitest";
import { hashNewPassword, weaknessOf } from "./new-password";
import { verifyPassword } from "./password";

const ADA = {
  email: "ada.lovelace@example.com",
  name: "Ada Lovelace",
  organizationName: "Analytical Engines",
};

test.each([
  ["shorter than 12 characters", "short one"],
  ["longer than 256", "four different words ".repeat(13)],
  ["common", "1q2w3e4r5t6y"],
  ["common, in capitals", "QWERTY123456"],
  ["a common one twice", "passwordpassword"],
  ["one word, apart", "Password password-PASSWORD"],
  ["one word and its start", "dragondragondra"],
  ["one character", "aaaaaaaaaaaaaaaa"],
  ["spaces", " ".repeat(12)],
  ["the address", "Ada.Lovelace@example.com"],
  ["the address, with an end", "ada.lovelace@example.com1815"],
  ["the local part, twice and once", "ada.lovelace ada.lovelace!"],
  ["the name", "Ada  Lovelace!!"],
  ["the workspace", "analytical engines 1"],
  ["the product", "Replify-2026"],
  ["in letters of full width", "ｒｅｐｌｉｆｙ－２０２６"],
])("refuses %s", (_, password) => {
  expect(weaknessOf(password.slice(0, 300), ADA)).toEqual(expect.any(String));
});

test.each([
  "correct horse battery",
  "correct horse battery staple",
  "an analytical engine",
  "my replify password is long",
  "canada goose parade",
  "!@#$%^&*()_+",
  "correct horse correct horse",
  " with spaces around it ",
])("takes %j", (password) => {
  expect(weaknessOf(password, ADA)).toBeNull();
});

test("whatever is repeated to the length of a password is refused", () => {
  const unit = fc.string({ minLength: 1, maxLength: 11, unit: "grapheme-ascii" });
  fc.assert(
    fc.property(unit, fc.integer({ min: 12, max: 200 }), (text, times) => {
      expect(weaknessOf(text.repeat(times).slice(0, 200), ADA)).not.toBeNull();
    }),
  );
});

test("an owner's own words in any order and case, with a few characters between, are refused", () => {
  const words = ["ada", "Lovelace", "ADA.LOVELACE", "example", "Analytical", "engines", "replify"];
  const filler = fc.string({ maxLength: 7, unit: fc.constantFrom(..." !-_12345") });
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 6 }), filler, (some, end) => {
      expect(weaknessOf(some.join("") + end, ADA)).not.toBeNull();
    }),
  );
});

test("twelve and more random characters are taken, and are the password to the last one", async () => {
  const random = fc.string({ minLength: 12, maxLength: 256, unit: "binary" });
  fc.assert(
    fc.property(random, (text) => {
      fc.pre(new Set(text).size > 9 && text.length <= 256);
      expect(weaknessOf(text, ADA)).toBeNull();
    }),
  );
  const hash = await hashNewPassword(" spaces and 123 ", ADA);
  for (const stripped of ["spaces and 123", " spaces and ", " SPACES AND 123 "])
    expect(await verifyPassword(stripped, hash)).toBe(false);
  expect(await verifyPassword(" spaces and 123 ", hash)).toBe(true);
});

test("a refusal names the field", async () => {
  await expect(hashNewPassword("passwordpassword", ADA, "newPassword")).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "newPassword" }],
  });
});
