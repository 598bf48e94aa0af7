import fc from "fast-check";
import { expect, test } from "vitest";
import { env } from "@/lib/env";
import { echoKeyOf, echoUrl } from "./echo-address";

const KEY = "Ab3_-fGhIjKlMnOpQrStUvWxYz012345";
const { host, protocol } = new URL(env.APP_URL);
const ORIGIN = `${protocol}//${host}`;

test("the address of a receiver names its key", () => {
  expect(echoUrl(KEY)).toBe(`${ORIGIN}/api/echo/${KEY}`);
  expect(echoKeyOf(echoUrl(KEY))).toBe(KEY);
});

test.each([
  ["a slash more", `${ORIGIN}/api/echo/${KEY}/`],
  ["two slashes", `${ORIGIN}//api/echo/${KEY}`],
  ["two slashes within", `${ORIGIN}/api//echo/${KEY}`],
  ["a query", `${ORIGIN}/api/echo/${KEY}?`],
  ["a query before the key", `${ORIGIN}/api/v1/events?/api/echo/${KEY}`],
  ["a fragment", `${ORIGIN}/api/echo/${KEY}#`],
  ["dots to another place", `${ORIGIN}/api/echo/../v1/${KEY}`],
  ["dots that lead back", `${ORIGIN}/api/v1/../echo/${KEY}`],
  ["encoded dots", `${ORIGIN}/api/v1/%2e%2e/echo/${KEY}`],
  ["an encoded slash", `${ORIGIN}/api/echo%2f${KEY}`],
  ["an encoded letter", `${ORIGIN}/api/%65cho/${KEY}`],
  ["a backslash", `${ORIGIN}/api\\echo/${KEY}`],
  ["another case of the path", `${ORIGIN}/API/echo/${KEY}`],
  ["another case of the host", `${protocol}//${host.toUpperCase()}/api/echo/${KEY}`],
  ["another case of the scheme", `HTTP://${host}/api/echo/${KEY}`],
  ["a dot after the host", `${protocol}//${host.replace(/(:|$)/, ".$1")}/api/echo/${KEY}`],
  ["somebody in front of the host", `${protocol}//me@${host}/api/echo/${KEY}`],
  ["nobody in front of the host", `${protocol}//@${host}/api/echo/${KEY}`],
  ["a host that looks like ours", `${protocol}//${host}.example.com/api/echo/${KEY}`],
  ["our host as a name", `https://${host}@example.com/api/echo/${KEY}`],
  ["another port", `${protocol}//${host.split(":")[0]}:1234/api/echo/${KEY}`],
  ["a port of many digits", `${protocol}//${host.split(":")[0]}:0080/api/echo/${KEY}`],
  ["another scheme", `ftp://${host}/api/echo/${KEY}`],
  ["a key too short", `${ORIGIN}/api/echo/${KEY.slice(1)}`],
  ["a key too long", `${ORIGIN}/api/echo/A${KEY}`],
  ["a space at the end", `${ORIGIN}/api/echo/${KEY} `],
  ["a line end", `${ORIGIN}/api/echo/${KEY}\n`],
  ["the key alone", KEY],
  ["nothing", ""],
])("%s is another address", (_, url) => {
  expect(echoKeyOf(url)).toBeNull();
});

test("whatever is an address of a receiver is written as we write it", () => {
  const part = fc.constantFrom(
    "/",
    "//",
    ".",
    "..",
    "%2f",
    "api",
    "echo",
    KEY,
    "?",
    "#",
    "@",
    ORIGIN,
    host,
    "\\",
    ":",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
      const url = parts.join("");
      const key = echoKeyOf(url);
      expect(key === null || url === echoUrl(key)).toBe(true);
    }),
  );
});
