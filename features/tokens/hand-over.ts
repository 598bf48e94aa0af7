import "server-only";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { apiTokens } from "@/db/schema";
import { applyChange, type ColumnsChange, toChange } from "@/features/audit/change";
import { permissionsOf } from "@/features/auth/permissions";
import { startOverlap } from "@/features/rotation/rotation";
import { TOKEN, type TokenColumns, writeToken } from "@/features/tokens/change";
import { secretColumns, TOKEN_SECRET } from "@/features/tokens/rotation";
import { mintToken } from "@/features/tokens/secret";
import type { Context } from "@/lib/context";
import { ForbiddenError, InvalidFieldError } from "@/lib/errors";
import type { Role } from "@/lib/roles";
import { expandScopes, isForPeople, isScope, strongestScopes } from "@/lib/scopes";

interface Person {
  id: number;
  name: string;
  role: Role;
}

/** Who takes the tokens over; null ends them. */
interface Plan {
  heir: Person | null;
  overlapSeconds: number;
}

/**
 * For somebody who leaves, in the transaction that removes them: ends each token whose present secret they were shown, except those of their own
 * that go to an heir. Such a token gets a secret that nobody knows, until its new owner asks for one; the one that the leaver knows works on for
 * the overlap.
 */
export async function settleTokens(
  ctx: Context,
  leaver: Person,
  { heir, overlapSeconds }: Plan,
): Promise<{ handedOver: number; revoked: number }> {
  const known = await lockKnownTokens(ctx, leaver.id);
  const inherited = heir ? known.filter((token) => token.isActive && token.createdBy === leaver.id) : [];
  if (heir) assertMayInherit(ctx, inherited, heir);
  for (const token of known) {
    if (heir && inherited.includes(token)) {
      const scopes = keptScopes(token, leaver, heir);
      const overlap = startOverlap(TOKEN_SECRET, overlapSeconds);
      await write(ctx, token.id, {
        set: {
          createdBy: heir.id,
          scopes,
          ...secretColumns(mintToken()),
          secretSeenBy: null,
          ...overlap.columns,
        },
        action: "transferred",
        notes: { owner: { from: leaver.name, to: heir.name }, ...overlap.notes },
      });
    } else {
      await write(ctx, token.id, {
        set: { revokedAt: sql`now()` },
        action: "revoked",
        notes: { known: { from: leaver.name, to: null } },
      });
    }
  }
  return { handedOver: inherited.length, revoked: known.length - inherited.length };
}

/**
 * Scopes that lay idle for want of the leaver's role would come to life with a stronger owner, also for the secret that the leaver knows. The
 * heir can give them again.
 */
function keptScopes({ scopes }: { scopes: string[] }, leaver: Person, heir: Person): string[] {
  const [leaverMay, heirMay] = [permissionsOf(leaver.role), permissionsOf(heir.role)];
  const listed = [...expandScopes(scopes.filter(isScope))];
  const isWoken = listed.some((scope) => heirMay.has(scope) && !leaverMay.has(scope) && !isForPeople(scope));
  return isWoken ? strongestScopes(listed.filter((scope) => leaverMay.has(scope))) : scopes;
}

type KnownToken = Awaited<ReturnType<typeof lockKnownTokens>>[number];

function lockKnownTokens(ctx: Context, userId: number) {
  return currentTransaction()
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scopes: apiTokens.scopes,
      createdBy: apiTokens.createdBy,
      isActive: sql<boolean>`coalesce(${apiTokens.expiresAt} > now(), true)`,
    })
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.organizationId, ctx.organizationId),
        isNull(apiTokens.revokedAt),
        or(eq(apiTokens.createdBy, userId), eq(apiTokens.secretSeenBy, userId)),
      ),
    )
    .orderBy(apiTokens.id)
    .for("update");
}

async function write(ctx: Context, id: string, change: ColumnsChange<TokenColumns>): Promise<void> {
  await applyChange(ctx, TOKEN, id, () => toChange("token", change, (set) => writeToken(ctx, id, set)));
}

/** A token does what its scopes and its owner allow, so a stronger owner makes a stronger token; and only who may have tokens can own one. */
function assertMayInherit(ctx: Context, tokens: KnownToken[], heir: { name: string; role: Role }): void {
  const heirMay = permissionsOf(heir.role);
  if (tokens.length > 0 && !heirMay.has("tokens:write")) {
    throw new InvalidFieldError(
      "transferTo",
      `The role of ${heir.name} can't have tokens. Name an admin or a developer.`,
    );
  }
  for (const token of tokens) {
    const gained = [...expandScopes(token.scopes.filter(isScope))].filter(
      (scope) => heirMay.has(scope) && !isForPeople(scope),
    );
    const beyond = gained.filter((scope) => !ctx.permissions.has(scope));
    if (beyond.length === 0) continue;
    throw new ForbiddenError(
      `In the hands of ${heir.name} the token “${token.name}” may do more than you: ${beyond.join(", ")}. Ask an admin.`,
    );
  }
}
