/** The addresses in a pasted text: one per line, or between commas, semicolons or spaces, also as `Ada <ada@example.com>`. */
export function parseEmails(text: string): string[] {
  const found = text.split(/[,;\r\n]+/).flatMap((part) => {
    const inBrackets = /<([^<>]*)>/.exec(part)?.[1];
    return inBrackets === undefined ? part.split(/\s+/) : [inBrackets];
  });
  return [...new Set(found.map((email) => email.trim()).filter(Boolean))];
}
