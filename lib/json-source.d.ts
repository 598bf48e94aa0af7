/** What TypeScript's own library does not know yet (TC39: JSON.parse source text access). Absent from older browsers. */
interface JSON {
  rawJSON(text: string): object;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
}
