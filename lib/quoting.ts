/** What a terminal acts on when it is pasted, or shows in another order than it is. Line breaks are what they look like. */
const UNSAFE = /(?:(?!\n)\p{Cc}|\p{Bidi_Control}|[\u2028\u2029])+/u;

/**
 * One word of a POSIX shell that stands for exactly this text. What a terminal acts on is left to printf, since dash and others know no
 * `$'…'`. A shell holds no NUL character.
 */
export function shellQuote(text: string): string {
  const parts = text.split(new RegExp(`(${UNSAFE.source})`, "u"));
  const words = parts.map((part, index) => (index % 2 === 1 ? printed(part) : part && quoted(part)));
  return words.join("") || quoted("");
}

/** JavaScript or Python that says the same without any character that a terminal acts on; outside of texts it has none. */
export function withEscapes(code: string): string {
  return code.replace(new RegExp(UNSAFE.source, "gu"), (found) => [...found].map(escapeCharacter).join(""));
}

/** `\u009b` for the character of that code. */
export function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The substitution drops line breaks at its end, and there are none in it. */
function printed(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  return `"$(printf '${bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}')"`;
}
