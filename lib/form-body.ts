/** More fields than any form of a person's or a program's has. */
const MAX_FIELDS = 10_000;

/** The media type alone, in lower case. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

export function isFormType(contentType: string | undefined): boolean {
  return mediaTypeOf(contentType) === "application/x-www-form-urlencoded";
}

/** The fields of a posted form, each with all of its values in order. Null for what is no form in UTF-8. */
export function parseForm(body: Uint8Array): Map<string, string[]> | null {
  const text = decode(body);
  // Counted first: to take apart what has millions of them would hold up everybody else.
  if (text === null || text.split("&", MAX_FIELDS + 1).length > MAX_FIELDS) return null;
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value);
  return fields;
}

export function addField(fields: Map<string, string[]>, name: string, value: string): void {
  const values = fields.get(name);
  if (values) values.push(value);
  else fields.set(name, [value]);
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}
