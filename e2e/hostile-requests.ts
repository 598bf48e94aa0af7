import fc from "fast-check";
import * as z from "zod";
import { bodyExample } from "@/app/api/_lib/body-example";
import { customerScopeOf, type Operation } from "@/lib/endpoint";

export interface HostileRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  credential: "session" | "token" | "customer" | "none" | "both";
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const ELSEWHERE = [
  "/api",
  "/api/v1",
  "/api/v1/nothing",
  "/api/v1/tokens/",
  "/api/v1//tokens",
  "/api/v1/tokens/a/b/c",
  "/api/v3/nothing",
  "/api/webhooks/1/nothing",
  "/api/auth/csrf",
  "/api/auth/session",
  "/api/auth/providers",
  "/api/auth/error",
  "/api/auth/signin",
  "/api/auth/signin/credentials",
  "/api/auth/signout",
  "/api/auth/callback/credentials",
  "/api/auth/callback/oidc",
  "/api/auth/verify-request",
  "/api/auth/_log",
  "/api/auth/nothing",
];

/** What breaks code that trusts its input: as text. */
const TEXTS = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udfff\ud800",
  "\u202e",
  "null",
  "undefined",
  "NaN",
  "-0",
  "0",
  "-1",
  "1e999",
  "9007199254740993",
  "2147483648",
  "99999999999999999999",
  "0x10",
  "1.5",
  "true",
  "[]",
  "{}",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "' or 1=1 --",
  'id";drop table users--',
  "%",
  "_%\\",
  "%00",
  "../../etc/passwd",
  "..%2f..%2f",
  "\r\nX-Injected: 1",
  "<script>xss()</script>",
  "{{7*7}}",
  "2026-13-45T99:99:99Z",
  "0000-01-01T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "-271821-04-20T00:00:00Z",
  "http://127.0.0.1:22/",
  "http://[::1]",
  "file:///etc/passwd",
  "https://a@b@c",
  "1.2.3.4/33",
  "::/129",
  "01900000-0000-7000-8000-000000000000",
  "00000000-0000-0000-0000-000000000000",
  "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
  "eyJhbGciOiJub25lIn0.e30.",
  "\u{1f4a9}".repeat(200),
  "x".repeat(5_000),
];

/** JSON that is no JSON, or that means something else than it says. */
const RAW_BODIES: (string | Uint8Array)[] = [
  "",
  " ",
  "{",
  "}",
  "[",
  "nul",
  "{'a':1}",
  '{"a":1,}',
  '{"a":1}{"b":2}',
  "\ufeff{}",
  "[".repeat(64),
  `${"[".repeat(64)}${"]".repeat(64)}`,
  "[".repeat(50_000),
  `${'{"a":'.repeat(60)}1${"}".repeat(60)}`,
  '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
  '{"name":"a","name":"b","name":null}',
  '{"limit":1e999,"x":-1e999}',
  '{"x":1e-999}',
  `{"x":${"9".repeat(5_000)}}`,
  '"\\ud800"',
  '"\\u0000"',
  "\0\0\0",
  new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]),
  new Uint8Array([0x22, 0xc0, 0xaf, 0x22]),
  new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
  new Uint8Array([0x1f, 0x8b, 0x08, 0x00]),
  `{"x":"${"x".repeat(200_000)}"}`,
  "csrfToken=a&csrfToken=b&email=a&password=%zz&callbackUrl=//evil.test",
  "csrfToken=%00&email=%ff&json=true",
  "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb",
];

const CONTENT_TYPES = [
  "",
  "text/plain",
  "application/json; charset=utf-16",
  "application/problem+json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "application/xml",
  ";;;",
  "APPLICATION/JSON",
];

const LATIN = text().map((value) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?"));

const ODD_HEADERS: Record<string, fc.Arbitrary<string>> = {
  "content-encoding": fc.constantFrom("identity", "gzip", "br", "deflate, gzip", "x", ""),
  "idempotency-key": fc.oneof(fc.uuid(), LATIN, fc.constant("k".repeat(256)), fc.constant("same")),
  cookie: fc.oneof(
    fc.constantFrom(
      "next-auth.session-token=",
      "next-auth.session-token=%",
      "next-auth.session-token=eyJ.a.b.c.d",
      "next-auth.callback-url=nowhere",
      "next-auth.callback-url=javascript:1",
      "next-auth.csrf-token=a|b",
      "__proto__=1; constructor=2",
      "=; ;;; a",
      "theme=%00; timeZone=Mars/Base",
    ),
    LATIN,
  ),
  authorization: fc.constantFrom(
    "Bearer",
    "Bearer  a b",
    "Bearer %",
    `Bearer ${"a".repeat(10_000)}`,
    "Basic x",
    "bearer rpl_at_x",
  ),
  "x-api-key": fc.oneof(fc.constant("rpl_at_x"), LATIN),
  origin: fc.constantFrom("null", "https://evil.example", "//", ""),
  "sec-fetch-site": fc.constantFrom("cross-site", "same-origin", "none", "x"),
  accept: fc.constantFrom("*/*", "text/html", "application/xml;q=2", ""),
  "if-none-match": LATIN,
  range: fc.constantFrom("bytes=0-", "bytes=9-1", "x"),
  expect: fc.constantFrom("100-continue", "x"),
  "x-forwarded-for": LATIN,
  "x-forwarded-host": LATIN,
  "x-forwarded-proto": fc.constantFrom("https", "javascript", ""),
  "x-http-method-override": fc.constantFrom("DELETE", "TRACE"),
  "x-middleware-subrequest": fc.constant("middleware:middleware:middleware:middleware:middleware"),
  "next-action": LATIN,
  rsc: fc.constant("1"),
  "next-router-state-tree": LATIN,
  "user-agent": LATIN,
  "accept-language": LATIN,
};

/** Requests over the whole contract, most of them almost right: what is refused at the first look teaches nothing. */
export function hostileRequest(operations: Operation[], realIds: string[]): fc.Arbitrary<HostileRequest> {
  return fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      method: mostly(operation.endpoint.method, fc.constantFrom(...METHODS)),
      path: fc
        .tuple(
          fc.oneof(
            { weight: 12, arbitrary: pathOf(operation, realIds) },
            { weight: 1, arbitrary: fc.constantFrom(...ELSEWHERE) },
          ),
          fc.oneof({ weight: 2, arbitrary: fc.constant("") }, { weight: 3, arbitrary: queryFor(operation) }),
        )
        .map(([path, query]) => path + query),
      headers: headers(),
      body: bodyFor(operation),
      credential: fc.oneof(
        { weight: 10, arbitrary: fc.constantFrom(...fittingCredentials(operation)) },
        { weight: 1, arbitrary: fc.constantFrom("none" as const, "both" as const, "customer" as const) },
      ),
    }),
  );
}

function fittingCredentials({ endpoint }: Operation): HostileRequest["credential"][] {
  return customerScopeOf(endpoint.access) ? ["customer"] : ["session", "token"];
}

function pathOf({ endpoint }: Operation, realIds: string[]): fc.Arbitrary<string> {
  const names = endpoint.path.match(/\{\w+\}/g) ?? [];
  const odd = fc.oneof(
    text().map(encode),
    // Escapes that decode to nothing.
    fc.constantFrom(
      "%",
      "%zz",
      "%ff",
      "%c0%af",
      "%u0041",
      "a%2fb",
      ".",
      "..",
      "%2e%2e",
      ";a=b",
      "a;b",
      "~",
      "*",
    ),
  );
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...realIds).map(encode) },
    { weight: 2, arbitrary: odd },
  );
  return fc
    .tuple(...names.map(() => value))
    .map((values) =>
      names.reduce((path, name, index) => path.replace(name, values[index] ?? ""), endpoint.path as string),
    );
}

function queryFor({ endpoint }: Operation): fc.Arbitrary<string> {
  const known = endpoint.query instanceof z.ZodObject ? Object.keys(endpoint.query.shape) : [];
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("limit", "cursor", ...known) },
    { weight: 1, arbitrary: text() },
  );
  const pair = fc.tuple(name, text()).map(([key, value]) => `${encode(key)}=${encode(value)}`);
  const broken = fc.constantFrom(
    "",
    "=",
    "&&&",
    "%",
    "%zz=%zz",
    "a",
    "limit[]=1",
    "limit[$gt]=1",
    "_rsc=1",
    "access_token=rpl_at_x",
  );
  return fc
    .array(fc.oneof({ weight: 8, arbitrary: pair }, { weight: 1, arbitrary: broken }), { maxLength: 5 })
    .map((pairs) => `?${pairs.join("&")}`);
}

/** None of them half the time, and never more than two: all at once nothing would get past the credential. */
function headers(): fc.Arbitrary<Record<string, string>> {
  const contentType = mostly("application/json", fc.constantFrom(...CONTENT_TYPES));
  const names = fc.oneof(
    fc.constant([]),
    fc.subarray(Object.keys(ODD_HEADERS), { minLength: 1, maxLength: 2 }),
  );
  const odd = names.chain((picked) =>
    fc.record(Object.fromEntries(picked.map((name) => [name, ODD_HEADERS[name] ?? fc.constant("")]))),
  );
  return fc.tuple(contentType, odd).map(([type, others]) => ({ "content-type": type, ...others }));
}

function bodyFor({ endpoint }: Operation): fc.Arbitrary<Buffer | undefined> {
  const example = bodyExample(endpoint.body);
  const raw = fc.constantFrom(...RAW_BODIES).map((body) => Buffer.from(body));
  const any = json().map(toBuffer);
  if (typeof example !== "object" || example === null)
    return fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.oneof(raw, any) },
    );
  return fc.oneof(
    { weight: 6, arbitrary: changed(example).map(toBuffer) },
    { weight: 2, arbitrary: any },
    { weight: 2, arbitrary: raw },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** The example with up to three of its values, at any depth, replaced, dropped or joined by others. */
function changed(example: object): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat({ max: 40 }),
    key: text(),
    value: json(),
    kind: fc.constantFrom("set", "set", "drop", "add"),
  });
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const copy: unknown = structuredClone(example);
    const holders = objectsIn(copy);
    for (const { at, key, value, kind } of changes) {
      const holder = holders[at % holders.length];
      if (!holder) continue;
      const keys = Object.keys(holder);
      // An index far out would make a long list of nulls.
      const added = Array.isArray(holder) ? String(holder.length) : key;
      const name = kind === "add" ? added : (keys[at % Math.max(1, keys.length)] ?? added);
      if (kind === "drop") Reflect.deleteProperty(holder, name);
      else
        Object.defineProperty(holder, name, {
          value: structuredClone(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
    }
    return copy;
  });
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

function json(): fc.Arbitrary<unknown> {
  const number = fc.constantFrom(0, -0, -1, 1.5, 1e21, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), Number.MIN_VALUE);
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      text(),
      number,
      fc.constantFrom(null, true, false),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(text(), tie("value"), { maxKeys: 4 }),
      fc.constant(Array.from({ length: 2_000 }, () => "a")),
    ),
  }));
  return value;
}

function text(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  );
}

function mostly<Value>(usual: Value, odd: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: odd });
}

/** Half a surrogate pair has no percent-encoding: its bytes go out as they would in a sloppy client's UTF-8. */
function encode(value: string): string {
  return value.isWellFormed() ? encodeURIComponent(value) : "%ED%A0%80";
}

function toBuffer(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? "");
}
