import "server-only";
import { queryPrepared } from "@/db/client";
import type { VerifiedToken } from "@/features/auth/context";
import { permissionsOf } from "@/features/auth/permissions";
import { isActiveAs } from "@/features/members/predicates";
import { hashToken, isWellFormedToken } from "@/features/tokens/secret";
import { noteUse, type TokenUse } from "@/features/tokens/usage";
import { isAllowedFrom } from "@/lib/allow-list";
import { createBatcher } from "@/lib/batcher";
import { ForbiddenError } from "@/lib/errors";
import { processWide } from "@/lib/process-wide";
import type { Role } from "@/lib/roles";
import { expandScopes, isForPeople, isScope } from "@/lib/scopes";

interface TokenRow {
  /** As it was presented. */
  hash: string;
  id: string;
  name: string;
  organizationId: number;
  userId: number;
  /** Space-separated, as are the networks. */
  scopes: string;
  allowedCidrs: string;
  role: Role;
  isPrevious: boolean;
}

/** The token is known, but may not be used from where it was. */
export class ForeignNetworkError extends ForbiddenError {
  constructor(
    readonly token: VerifiedToken,
    detail: string,
  ) {
    super(detail);
  }
}

const MAX_TOGETHER = 100;

// Selected by itself, the value tells the planner nothing: how many hashes it holds would have Postgres plan anew for each call.
const FIND_TOKENS = `
  select asked.hash, t.id, t.name, t.organization_id as "organizationId", t.created_by as "userId", array_to_string(t.scopes, ' ') as scopes,
    array_to_string(t.allowed_cidrs, ' ') as "allowedCidrs", m.role::text as role, t.hash <> asked.hash as "isPrevious"
  from unnest(string_to_array((select $1::text), ' ')) as asked(hash)
  cross join lateral (
    select * from api_tokens where hash = asked.hash
    union all
    select * from api_tokens where previous_hash = asked.hash
  ) t
  join memberships m on m.organization_id = t.organization_id and m.user_id = t.created_by and ${isActiveAs("m")}
  left join memberships seen on seen.organization_id = t.organization_id and seen.user_id = t.secret_seen_by and ${isActiveAs("seen")}
  where case when t.hash = asked.hash then seen.user_id is not null else t.previous_expires_at > now() end
    and t.revoked_at is null
    and (t.expires_at is null or t.expires_at > now())`;

/** Calls of the same moment ask together; each only once it has arrived, so that an answer is never older than its question. */
const lookUps = processWide("token look-ups", () => createBatcher(findTokens, MAX_TOGETHER));

/**
 * Looks a presented token up, or the secret it had before a rotation while both are valid. Null when it is malformed, unknown, expired,
 * revoked, or its owner, or whoever was shown its secret, was removed or disabled; throws ForbiddenError for an address that it may not be used from.
 * Rights are the token's scopes ∩ what its maker may do at this moment, less what only people do: nothing is remembered from one call to the
 * next.
 */
export async function verifyToken(token: string, use: TokenUse): Promise<VerifiedToken | null> {
  if (!isWellFormedToken(token)) return null;
  const row = await lookUps.push(hashToken(token));
  if (!row) return null;
  const verified = toVerifiedToken(row);
  if (row.allowedCidrs !== "" && !isAllowedFrom(use.ip, row.allowedCidrs.split(" "))) {
    throw new ForeignNetworkError(
      verified,
      `This token may not be used from ${use.ip ?? "an unknown address"}. Call from an address on its allow-list, or have the address added in Settings → API → Tokens.`,
    );
  }
  noteUse(row.id, use, row.isPrevious);
  return verified;
}

async function findTokens(hashes: string[]): Promise<(TokenRow | null)[]> {
  const rows = await queryPrepared<TokenRow>(FIND_TOKENS, [[...new Set(hashes)].join(" ")]);
  const found = new Map(rows.map((row) => [row.hash, row]));
  return hashes.map((hash) => found.get(hash) ?? null);
}

function toVerifiedToken(row: TokenRow): VerifiedToken {
  const ownerMay = permissionsOf(row.role);
  const granted = expandScopes(row.scopes.split(" ").filter(isScope));
  return {
    id: row.id,
    name: row.name,
    organizationId: row.organizationId,
    userId: row.userId,
    isOldSecret: row.isPrevious,
    permissions: new Set([...granted].filter((scope) => ownerMay.has(scope) && !isForPeople(scope))),
    ownerMay,
  };
}
