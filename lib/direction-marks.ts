/** Characters that turn the text around them, so that `gpj.exe` reads as a picture. Marks of a single place, as Hebrew names have, stay. */
const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g;

/** A text that reads as it is: what would show it in another order is named instead, as ‹U+202E›. */
export function withDirectionMarks(text: string): string {
  return text.replace(
    OVERRIDES,
    (found) => `‹U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`,
  );
}
