import { MalformedError, UnauthorizedError } from "@/lib/errors";

/** Where other APIs take a token in the query. */
const TOKEN_PARAMETERS = ["access_token", "api_key"];

/** The token of `Authorization: Bearer …`; null without that header. Throws UnauthorizedError for one of another form. */
export function bearerToken(authorization: string | null): string | null {
  if (authorization === null) return null;
  const match = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization);
  if (!match?.[1]) throw new UnauthorizedError("Send the token as: Authorization: Bearer rpl_at_…");
  return match[1];
}

/** Throws MalformedError for a token in the address beside that of a header, as it will be in logs by now (RFC 6750 §2). */
export function assertNoTokenInAddress(url: string): void {
  const { searchParams } = new URL(url);
  if (!TOKEN_PARAMETERS.some((name) => searchParams.has(name))) return;
  throw new MalformedError("Send one credential: in the header only, and never in the address.");
}
