import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseRange, type RangeValue } from "@/components/range";
import { parseAsCursor, parseAsMatching, parseAsUuid } from "@/components/search-params";
import { AUDIT_ACTORS, AUDIT_OUTCOMES } from "@/db/enums";
import type { AuditLogView } from "@/features/audit-log/hooks";
import { ACTION_PATTERN } from "@/features/audit-log/schema";

/** The log's state in the URL. What it does not understand counts as not set. */
export const auditSearchParams = {
  /** All of a kind, `token`, or one, `token:<id>`. */
  actor: parseAsMatching(/^(user|token|customer|system)(:.{1,190})?$/),
  action: parseAsMatching(ACTION_PATTERN),
  /** `<type>:<id>`, or all of a type. */
  target: parseAsMatching(/^[a-z_]{1,60}(:.{1,200})?$/),
  outcome: parseAsStringLiteral(AUDIT_OUTCOMES),
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  q: parseAsString,
  cursor: parseAsCursor,
};

/** The entry that is open in the drawer. */
export const openEntrySearchParams = {
  entry: parseAsUuid,
};

export const loadAuditSearch = createLoader({ ...auditSearchParams, ...openEntrySearchParams });
export const auditHref = createSerializer({ ...auditSearchParams, ...openEntrySearchParams });

export type AuditSearch = inferParserType<typeof auditSearchParams>;

export function toAuditView({ actor, target, range, from, to, ...search }: AuditSearch): AuditLogView {
  const [targetType, ...targetId] = target?.split(":") ?? [];
  return {
    ...actorFilter(actor),
    action: search.action ?? undefined,
    targetType,
    targetId: targetId.length > 0 ? targetId.join(":") : undefined,
    outcome: search.outcome ?? undefined,
    range: toRange({ range, from, to }),
    q: search.q?.trim().slice(0, 120) || undefined,
    cursor: search.cursor ?? undefined,
  };
}

function actorFilter(actor: string | null): Pick<AuditLogView, "actor" | "actorType"> {
  const actorType = AUDIT_ACTORS.find((type) => type === actor);
  return actorType ? { actorType } : { actor: actor ?? undefined };
}

function toRange(search: Pick<AuditSearch, "range" | "from" | "to">): RangeValue | null {
  const isSet = search.range !== null || (search.from !== null && search.to !== null);
  return isSet ? parseRange(search) : null;
}
