import { expect, test } from "vitest";
import { parseEmails } from "./parse-emails";

test.each([
  ["a@x.com", ["a@x.com"]],
  ["a@x.com, b@x.com;c@x.com\r\nd@x.com e@x.com", ["a@x.com", "b@x.com", "c@x.com", "d@x.com", "e@x.com"]],
  ["Ada Lovelace <ada@x.com>, Grace <grace@x.com>", ["ada@x.com", "grace@x.com"]],
  ["a@x.com\na@x.com", ["a@x.com"]],
  ["not an address", ["not", "an", "address"]],
  [" ,;\n ", []],
])("%j", (text, emails) => {
  expect(parseEmails(text)).toEqual(emails);
});
