/** What every answer of the API carries, whoever gives it. */
export function answerHeaders(requestId: string): Record<string, string> {
  return {
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
  };
}
