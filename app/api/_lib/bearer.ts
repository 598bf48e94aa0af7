import { UnauthorizedError } from "@/lib/errors";

/** The token of `Authorization: Bearer …`; null without that header. Throws UnauthorizedError for one of another form. */
export function bearerToken(authorization: string | null): string | null {
  if (authorization === null) return null;
  const match = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization);
  if (!match?.[1]) throw new UnauthorizedError("Send the token as: Authorization: Bearer rpl_at_…");
  return match[1];
}
