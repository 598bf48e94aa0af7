import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curlCommand } from "./curl";

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

  it("keeps a body's and a header's control characters from the terminal, and sends them", () => {
    const hostile = { url: request.url, headers: { "x-a": "a\x1b[201~" }, body: "\x1b]0;x\x07\n\x9b" };
    expect(curlCommand(hostile)).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(argumentsOf(curlCommand(hostile)).slice(-3)).toEqual([
      "x-a: a\x1b[201~",
      "--data-binary",
      hostile.body,
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
