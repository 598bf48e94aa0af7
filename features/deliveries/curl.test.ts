import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curlCommand, shellQuote } from "./curl";

/** Text a shell can hold: no NUL, and no half of a surrogate pair, which has no bytes. */
const shellText = fc.string({ unit: "binary" }).map((text) => text.toWellFormed().replaceAll("\0", ""));

const NASTY = [
  "it's",
  "''",
  "'\\''",
  '$HOME `id` $(id) \\ " ! * ? [a] {b,c} ~ # & ; | < > %s \\n',
  "line one\nline two\n\n",
  "-n",
  "\r\n\ttab",
  "ключ 🔑",
  "",
];

describe("shellQuote", () => {
  it.each(NASTY)("survives the shell: %j", (text) => {
    expect(shell(`printf %s ${shellQuote(text)}`)).toBe(text);
  });

  it("gives any text back byte for byte", () => {
    fc.assert(
      fc.property(shellText, (text) => {
        expect(shell(`printf %s ${shellQuote(text)}`)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});

describe("curlCommand", () => {
  const request = {
    url: "https://api.acme.test/it's/[1]?a=1&b=$HOME",
    headers: {
      "Content-Type": "application/json",
      "X-Replify-Signature": "sha256=aa,sha256=bb",
      "X-Empty": "",
      "Content-Length": "999",
    },
    body: '{"name":"O\'Brien `$(id)`","id":12345678901234567890}\n',
  };

  it("passes curl the URL, each header and the exact body", () => {
    expect(argumentsOf(curlCommand(request))).toEqual([
      "--globoff",
      "--request",
      "POST",
      request.url,
      "--header",
      "Content-Type: application/json",
      "--header",
      "X-Replify-Signature: sha256=aa,sha256=bb",
      "--header",
      "X-Empty;",
      "--data-binary",
      request.body,
    ]);
  });

  it("never lets a body name a file", () => {
    expect(argumentsOf(curlCommand({ ...request, headers: {}, body: "@/etc/passwd" })).slice(-2)).toEqual([
      "--data-raw",
      "@/etc/passwd",
    ]);
  });
});

/** Runs the command with a curl that only prints what it was given. */
function argumentsOf(command: string): string[] {
  return shell(`curl() { printf '%s\\0' "$@"; }\n${command}`).split("\0").slice(0, -1);
}

function shell(script: string): string {
  return execFileSync("sh", ["-c", script], { encoding: "utf8" });
}
