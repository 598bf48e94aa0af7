import "server-only";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { currentTransaction } from "@/db/client";
import { BOUND_TO } from "@/db/encrypted-columns";
import type { OAuthScope } from "@/db/enums";
import { oauthAccessTokens, oauthRefreshTokens } from "@/db/schema";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { hashToken, mintToken } from "@/features/tokens/secret";
import { decryptSecret, encryptSecret } from "@/lib/keyring";

/** RFC 6749 §5.1. */
export interface TokenAnswer {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  /** Absent for an app that may not refresh. */
  refresh_token?: string;
  scope: string;
}

/** The session that tokens are for, as its row has it. */
export interface IssuingSession {
  id: string;
  expiresAt: Date;
}

/** A new access token, and beside it the refresh token that the app is to have. */
export async function issueAccessToken(
  { accessTokenSeconds }: RegisteredClient,
  session: IssuingSession,
  scopes: readonly OAuthScope[],
  refreshToken: string | undefined,
): Promise<TokenAnswer> {
  const token = mintToken("rpl_at_");
  const end = session.expiresAt.toISOString();
  const { expiresAt } = oauthAccessTokens;
  const [row] = await currentTransaction()
    .insert(oauthAccessTokens)
    .values({
      sessionId: session.id,
      hash: hashToken(token),
      scopes: [...scopes],
      expiresAt: sql`least(now() + make_interval(secs => ${accessTokenSeconds}), ${end}::timestamptz)`,
    })
    .returning({ seconds: sql<number>`extract(epoch from ${expiresAt} - now())::int` });
  if (!row) throw new Error("insert returned no row");
  return {
    access_token: token,
    token_type: "Bearer",
    expires_in: row.seconds,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    scope: scopes.join(" "),
  };
}

/** A new refresh token, which lasts as long as its session does unless that is refreshed again. */
export async function issueRefreshToken(session: IssuingSession, parentId: string | null): Promise<string> {
  const [id, token] = [uuidv7(), mintToken("rpl_rt_")];
  await currentTransaction()
    .insert(oauthRefreshTokens)
    .values({
      id,
      sessionId: session.id,
      hash: hashToken(token),
      ciphertext: encryptSecret(token, BOUND_TO.refreshToken(id)),
      parentId,
      expiresAt: session.expiresAt,
    });
  return token;
}

/** The token of a row. Throws where the ciphertext is not what was written there. */
export function openRefreshToken({ id, hash, ciphertext }: StoredRefreshToken): string {
  const token = decryptSecret(ciphertext, BOUND_TO.refreshToken(id));
  if (hashToken(token) !== hash) throw new Error("a refresh token and its hash don't belong together");
  return token;
}

type StoredRefreshToken = Pick<typeof oauthRefreshTokens.$inferSelect, "id" | "hash" | "ciphertext">;
