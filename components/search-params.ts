import { createParser } from "nuqs/server";
import * as z from "zod";

/** Text of a certain form; anything else counts as not set. */
export function parseAsMatching(pattern: RegExp) {
  return createParser({
    parse: (text: string) => (pattern.test(text) ? text : null),
    serialize: String,
  });
}

/** The cursor of a list that is paged by UUID, in base64url as the API gives it out. */
export const parseAsCursor = parseAsMatching(/^[\w-]{48}$/);

export const parseAsUuid = createParser({
  parse: (text: string) => z.uuid().safeParse(text).data ?? null,
  serialize: String,
});
