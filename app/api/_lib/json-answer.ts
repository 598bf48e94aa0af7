/** JSON that is there as a whole, so that it can say how long it is. */
export function jsonAnswer(
  text: string,
  { status, headers = {} }: { status: number; headers?: Record<string, string> },
): Response {
  const length = String(Buffer.byteLength(text));
  return new Response(text, {
    status,
    headers: { "content-type": "application/json", "content-length": length, ...headers },
  });
}
