/** As RFC 9562 writes them, of any version. */
const UUID =
  /^([\da-fA-F]{8}-[\da-fA-F]{4}-[1-8][\da-fA-F]{3}-[89abAB][\da-fA-F]{3}-[\da-fA-F]{12}|0{8}-0{4}-0{4}-0{4}-0{12}|f{8}-f{4}-f{4}-f{4}-f{12})$/;

/** For where a schema would be too much; it takes the same as `z.uuid()`. */
export function isUuid(text: string | undefined): boolean {
  return text !== undefined && UUID.test(text);
}
