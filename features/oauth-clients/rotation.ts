import "server-only";
import { sql } from "drizzle-orm";
import { oauthClients } from "@/db/schema";
import {
  changeOAuthClient,
  type OAuthClientColumns,
  selectSecretHash,
} from "@/features/oauth-clients/change";
import { hashClientSecret, mintClientSecret } from "@/features/oauth-clients/client-secret";
import type { CreatedOAuthClient, OAuthClient, RotateClientSecret } from "@/features/oauth-clients/schema";
import { endOverlap, extendOverlap, rotateSecret, type SecretKind } from "@/features/rotation/rotation";
import type { Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";
import type { ExtendOverlap } from "@/lib/overlap";

/** Whatever got a token so far used the old one. */
const CLIENT_SECRET: SecretKind<OAuthClientColumns> = {
  noun: "secret",
  rotated: "secret_rotated",
  keepPrevious: {
    previousSecretHash: sql`${oauthClients.secretHash}`,
    previousSecretLastFour: sql`${oauthClients.secretLastFour}`,
    previousSecretLastUsedAt: sql`${oauthClients.lastTokenAt}`,
  },
  dropPrevious: {
    previousSecretHash: null,
    previousSecretLastFour: null,
    previousSecretExpiresAt: null,
    previousSecretLastUsedAt: null,
  },
  setEnd: (previousSecretExpiresAt) => ({ previousSecretExpiresAt }),
};

/** The app proves itself with either secret until the overlap ends. */
export async function rotateClientSecret(
  ctx: Context,
  id: string,
  { overlapSeconds }: RotateClientSecret,
): Promise<CreatedOAuthClient> {
  const [known] = await selectSecretHash(ctx, id);
  const clientSecret = mintClientSecret();
  const rotated = await changeOAuthClient(ctx, id, ({ before, secretHash }) => {
    if (secretHash === null)
      throw new ConflictError("A public app has no secret: whoever runs it could read it.");
    const secret = { present: secretHash, endsAt: before.previousSecretExpiresAt };
    const set = secretColumns(clientSecret);
    return rotateSecret(ctx, CLIENT_SECRET, secret, { known: known?.secretHash ?? "", overlapSeconds, set });
  });
  return { ...rotated, clientSecret };
}

export async function endClientOverlap(ctx: Context, id: string): Promise<OAuthClient> {
  return changeOAuthClient(ctx, id, ({ before }) =>
    endOverlap(CLIENT_SECRET, before.previousSecretExpiresAt),
  );
}

export async function extendClientOverlap(
  ctx: Context,
  id: string,
  { overlapSeconds }: ExtendOverlap,
): Promise<OAuthClient> {
  return changeOAuthClient(ctx, id, ({ before }) =>
    extendOverlap(ctx, CLIENT_SECRET, { endsAt: before.previousSecretExpiresAt, overlapSeconds }),
  );
}

export function secretColumns(secret: string): { secretHash: string; secretLastFour: string } {
  return { secretHash: hashClientSecret(secret), secretLastFour: secret.slice(-4) };
}
