/** A text as PostgreSQL can hold it: without NUL, and without half of a surrogate pair, as one has that was cut within an emoji. */
export function toStorable(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}
