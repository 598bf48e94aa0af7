import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellQuote, withEscapes } from "./quoting";

const SHELLS = ["sh", "bash", "dash", "zsh", "busybox"].filter(
  (shell) => spawnSync(shell, [...argumentsOf(shell), "-c", ":"]).status === 0,
);

/** Text a shell can hold: no NUL, and no half of a surrogate pair, which has no bytes. */
const shellText = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("\x1b", "\x07", "\r", "\n", "\t", "\x7f", "\x9b", "\u202e", "'", "a", "%", "\\"),
    }),
  )
  .map((text) => text.toWellFormed().replaceAll("\0", ""));

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
  "\x1b[201~\nrm -rf /\n",
  "\x1b]0;title\x07",
  "end\x1b\n",
  "\u202eevil\u2066",
  "%s\x01%d\\",
];

describe.each(SHELLS)("in %s", (shell) => {
  it("every nasty text is the same again", () => {
    for (const text of NASTY) expect(run(shell, `printf %s ${shellQuote(text)}`)).toBe(text);
  });

  it("any text is the same again, byte for byte", () => {
    fc.assert(
      fc.property(fc.array(shellText, { minLength: 10, maxLength: 10 }), (texts) => {
        const words = texts.map(shellQuote).join(" ");
        expect(run(shell, `printf '%s\\0' ${words}`).split("\0").slice(0, -1)).toEqual(texts);
      }),
      { numRuns: 40 },
    );
  });
});

it("what a terminal would act on is never in the text that is copied", () => {
  fc.assert(
    fc.property(shellText, (text) => {
      expect(shellQuote(text)).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/u);
    }),
  );
  expect(shellQuote("a\x1b[201~b")).toBe(`'a'"$(printf '\\033')"'[201~b'`);
  expect(shellQuote("\r")).toBe(`"$(printf '\\015')"`);
  expect(shellQuote("plain")).toBe("'plain'");
  expect(withEscapes('"a\x1b[201~\u202e"\n')).toBe('"a\\u001b[201~\\u202e"\n');
});

function run(shell: string, script: string): string {
  return execFileSync(shell, [...argumentsOf(shell), "-c", script], { encoding: "utf8" });
}

function argumentsOf(shell: string): string[] {
  return shell === "busybox" ? ["sh"] : [];
}
