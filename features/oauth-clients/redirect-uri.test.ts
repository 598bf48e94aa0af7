import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchRedirectUri, redirectUriProblem } from "./redirect-uri";

const EXACT = "https://app.example.com/oauth/callback";
const TEMPLATE = "https://*/wp-admin/admin.php";
const FIXED_QUERY = "https://*/wp-admin/admin.php?page=replify";

describe("what may be registered", () => {
  test.each([
    EXACT,
    "https://app.example.com",
    "https://app.example.com:8443/cb?from=replify",
    "https://xn--bcher-kva.example/cb",
    "http://127.0.0.1/callback",
    "http://127.0.0.1:8080/callback",
    "http://127.0.0.1",
    "http://[::1]/callback",
    TEMPLATE,
    FIXED_QUERY,
    "https://*/wp-admin/network/admin.php",
  ])("%s", (uri) => {
    expect(redirectUriProblem(uri)).toBeNull();
  });

  test.each([
    ["", /Start with https/],
    ["app.example.com/cb", /Start with https/],
    ["com.example.app:/cb", /Start with https/],
    ["javascript:alert(1)", /Start with https/],
    ["HTTPS://app.example.com/cb", /Start with https/],
    [" https://app.example.com/cb", /Start with https/],
    ["http://app.example.com/cb", /Use https/],
    ["http://localhost/cb", /127\.0\.0\.1/],
    ["http://127.0.0.1.example.com/cb", /Use https/],
    ["http://127.0.0.1@example.com/cb", /Use https/],
    ["https://", /no web address/],
    ["https://app.example.com:99999/cb", /no web address/],
    ["https://app.example.com/cb#done", /Remove the #/],
    ["https://user@app.example.com/cb", /before the @/],
    ["https://@app.example.com/cb", /before the @/],
    ["https://app.example.com/a/../cb", "Write it as browsers do: https://app.example.com/cb"],
    ["https://app.example.com/a/%2e%2E/cb", "Write it as browsers do: https://app.example.com/cb"],
    ["https://app.example.com\\cb", "Write it as browsers do: https://app.example.com/cb"],
    ["https://App.example.com/cb", "Write it as browsers do: https://app.example.com/cb"],
    ["https://app.example.com:443/cb", "Write it as browsers do: https://app.example.com/cb"],
    ["https://bücher.example/cb", "Write it as browsers do: https://xn--bcher-kva.example/cb"],
    ["https://app.example.com/\tcb", "Write it as browsers do: https://app.example.com/cb"],
    ["https://app.example.com/cb ", "Write it as browsers do: https://app.example.com/cb"],
    ["https://app.example.com/a%2fb", /without encoded/],
    ["https://app.example.com/a%", /without encoded/],
    ["https://*.example.com/cb", /for the whole host only/],
    ["https://app.example.com/*", /for the whole host only/],
    ["https://*:8443/wp-admin/admin.php", /for the whole host only/],
    ["https://*/wp-admin/*.php", /for the whole host only/],
    ["http://*/wp-admin/admin.php", /for the whole host only/],
    ["https://*", /for the whole host only/],
    ["https://*/callback", /starts with \/wp-admin\//],
    ["https://*@evil.example/wp-admin/", /for the whole host only/],
    ["https://*/wp-admin/../cb", "Write it as browsers do: https://*/cb"],
  ])("not %s", (uri, problem) => {
    expect(redirectUriProblem(uri)).toMatch(problem);
  });
});

describe("where an answer may be sent", () => {
  test.each([
    [EXACT, EXACT, "app.example.com"],
    ["https://app.example.com:8443/cb", "https://app.example.com:8443/cb", "app.example.com:8443"],
    ["http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", "127.0.0.1"],
    ["http://127.0.0.1:3000/cb", "http://127.0.0.1/cb", "127.0.0.1"],
    ["http://127.0.0.1/cb", "http://127.0.0.1:80/cb", "127.0.0.1"],
    ["http://[::1]/cb?a=1", "http://[::1]:5000/cb?a=1", "[::1]"],
    [TEMPLATE, "https://shop.example/wp-admin/admin.php", "shop.example"],
    [TEMPLATE, "https://xn--bcher-kva.example/wp-admin/admin.php", "xn--bcher-kva.example"],
    [TEMPLATE, "https://example.com/~ada/blog_2/v1.0/wp-admin/admin.php", "example.com"],
    [TEMPLATE, "https://example.com/%E5%BA%97/wp-admin/admin.php", "example.com"],
    [FIXED_QUERY, "https://example.com/blog/wp-admin/admin.php?page=replify", "example.com"],
  ])("%s takes %s", (registered, given, host) => {
    expect(matchRedirectUri([registered], given)).toEqual({ host, isTemplate: registered.includes("*") });
  });

  test.each([
    "https://app.example.com/oauth/callback/",
    "https://app.example.com/oauth/callback?x=1",
    "https://app.example.com/oauth/callback#",
    "https://app.example.com/oauth/callback%20",
    "https://app.example.com/oauth/x/../callback",
    "https://app.example.com/oauth/./callback",
    "https://app.example.com//oauth/callback",
    "https://app.example.com:443/oauth/callback",
    "https://app.example.com./oauth/callback",
    "https://app.example.com@evil.example/oauth/callback",
    "https://app.example.com.evil.example/oauth/callback",
    "https://APP.example.com/oauth/callback",
    "https:/app.example.com/oauth/callback",
    "https:\\\\app.example.com\\oauth\\callback",
    "http://app.example.com/oauth/callback",
    " https://app.example.com/oauth/callback",
  ])("an exact one does not take %j", (given) => {
    expect(matchRedirectUri([EXACT], given)).toBeNull();
  });

  test.each([
    "http://127.0.0.1:0/cb",
    "http://127.0.0.1:99999/cb",
    "http://127.0.0.1:080/cb",
    "http://127.0.0.1:/cb",
    "http://127.0.0.1:80@evil.example/cb",
    "http://127.0.0.1:3000/cb/",
    "http://127.0.0.1:3000/cb?x=1",
    "http://127.0.0.2:3000/cb",
    "http://127.1:3000/cb",
    "http://localhost:3000/cb",
    "http://[::1]:3000/cb",
    "https://127.0.0.1:3000/cb",
  ])("loopback does not take %s", (given) => {
    expect(matchRedirectUri(["http://127.0.0.1/cb"], given)).toBeNull();
  });

  test.each([
    "http://shop.example/wp-admin/admin.php",
    "https://shop.example:443/wp-admin/admin.php",
    "https://shop.example:8443/wp-admin/admin.php",
    "https://user@shop.example/wp-admin/admin.php",
    "https://shop.example/wp-admin/admin.php?page=other",
    "https://shop.example/wp-admin/admin.php?",
    "https://shop.example/wp-admin/admin.php#",
    "https://shop.example/wp-admin/admin.php/x",
    "https://shop.example/wp-admin/Admin.php",
    "https://shop.example/x?/wp-admin/admin.php",
    "https://shop.example/x#/wp-admin/admin.php",
    "https://shop.example//wp-admin/admin.php",
    "https://shop.example/./wp-admin/admin.php",
    "https://shop.example/blog/../wp-admin/admin.php",
    "https://shop.example/blog/%2e%2e/wp-admin/admin.php",
    "https://shop.example/blog%2fwp-admin/admin.php",
    "https://shop.example/blog%2f/wp-admin/admin.php",
    "https://shop.example/blog\\/wp-admin/admin.php",
    "https://shop.example/blog;x/wp-admin/admin.php",
    "https://shop.example/redirect.php/wp-admin/admin.php",
    "https://shop.example/redirect.PHP/wp-admin/admin.php",
    "https://shop.example\t/wp-admin/admin.php",
    "https://shop.example/\n/wp-admin/admin.php",
    "https://shop.example./wp-admin/admin.php",
    "https://Shop.example/wp-admin/admin.php",
    "https://bücher.example/wp-admin/admin.php",
    "https://xn--a/wp-admin/admin.php",
    "https://localhost/wp-admin/admin.php",
    "https://127.0.0.1/wp-admin/admin.php",
    "https://0x7f.1/wp-admin/admin.php",
    "https://[::1]/wp-admin/admin.php",
    "https://-a.example/wp-admin/admin.php",
    "https:///wp-admin/admin.php",
    "https://*/wp-admin/admin.php",
  ])("a template does not take %j", (given) => {
    expect(matchRedirectUri([TEMPLATE], given)).toBeNull();
  });

  test.each([
    "https://shop.example/wp-admin/admin.php",
    "https://shop.example/wp-admin/admin.php?page=replify&x=1",
    "https://shop.example/wp-admin/admin.php?x=1&page=replify",
    "https://shop.example/wp-admin/admin.php?page=Replify",
    "https://shop.example/?a=/wp-admin/admin.php?page=replify",
  ])("a template with a query does not take %s", (given) => {
    expect(matchRedirectUri([FIXED_QUERY], given)).toBeNull();
  });
});

describe("whatever is sent", () => {
  const TRICKS = [
    "..",
    "/",
    "//",
    "%2f",
    "%2e",
    "%5c",
    "\\",
    "@",
    ":443",
    "\t",
    "\n",
    ".",
    "ü",
    "ſ",
    "A",
    "?",
    "#",
  ];
  const piece = fc.oneof(fc.constantFrom(...TRICKS, "wp-admin", "evil.example", "https://"), fc.string());
  const uris = [
    EXACT,
    TEMPLATE,
    FIXED_QUERY,
    "http://127.0.0.1/cb",
    "https://shop.example/wp-admin/admin.php",
  ];

  test("an exact URI with anything put into it is another", () => {
    fc.assert(
      fc.property(fc.nat(EXACT.length), piece, (at, trick) => {
        const given = EXACT.slice(0, at) + trick + EXACT.slice(at);
        expect(matchRedirectUri([EXACT], given) !== null).toBe(given === EXACT);
      }),
    );
  });

  test("what is taken is what a browser goes to, on the host that is named", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...uris),
        fc.array(fc.tuple(fc.nat(60), piece), { maxLength: 3 }),
        (uri, tricks) => {
          const given = tricks.reduce((text, [at, trick]) => text.slice(0, at) + trick + text.slice(at), uri);
          const match = matchRedirectUri(uris, given);
          if (!match || given.startsWith("http://")) return;
          const url = new URL(given);
          expect(url.href).toBe(given);
          expect({ host: url.host, protocol: url.protocol, hash: url.hash, username: url.username }).toEqual({
            host: match.host,
            protocol: "https:",
            hash: "",
            username: "",
          });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("what may be registered takes itself, templates aside", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (uri) => {
        if (redirectUriProblem(uri) === null) expect(matchRedirectUri([uri], uri)).not.toBeNull();
      }),
    );
  });
});
