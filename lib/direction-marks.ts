/** The invisible characters that turn the text around them, so that `gpj.exe` reads as a picture. */
const NAMES: Record<string, string> = {
  "\u061c": "Arabic letter mark",
  "\u200e": "left-to-right mark",
  "\u200f": "right-to-left mark",
  "\u202a": "left-to-right embedding",
  "\u202b": "right-to-left embedding",
  "\u202c": "end of embedding or override",
  "\u202d": "left-to-right override",
  "\u202e": "right-to-left override",
  "\u2066": "left-to-right isolate",
  "\u2067": "right-to-left isolate",
  "\u2068": "first strong isolate",
  "\u2069": "end of isolate",
};
const TURNING = new RegExp(`[${Object.keys(NAMES).join("")}]`, "g");
/** No language needs these two. The others stand in letters of people who write from right to left, or around numbers that were copied. */
const OVERRIDES = /[\u202d\u202e]/g;

/** A text that reads as it is: what would show it in another order is named instead, as ‹U+202E›. */
export function withDirectionMarks(text: string): string {
  return text.replace(TURNING, (found) => `‹${codeOf(found)}›`);
}

/** The text in the order in which it is stored, where nothing can be named. */
export function withoutDirectionMarks(text: string): string {
  return text.replace(TURNING, "");
}

export interface DirectionMark {
  code: string;
  name: string;
}

/** Texts and what stands between them. Of a letter's body only the overrides are named. */
export function splitAtDirectionMarks(text: string, { isBody = false } = {}): (string | DirectionMark)[] {
  const parts: (string | DirectionMark)[] = [];
  let end = 0;
  for (const { index, 0: found } of text.matchAll(isBody ? OVERRIDES : TURNING)) {
    if (index > end) parts.push(text.slice(end, index));
    parts.push({ code: codeOf(found), name: NAMES[found] ?? "" });
    end = index + found.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function codeOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
