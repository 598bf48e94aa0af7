import { createLoader, createSerializer, type inferParserType } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { parseAsMatching, parseAsUuid, RANGE_PARAMS, rangeOf } from "@/components/search-params";
import { AUDIT_ACTORS } from "@/db/enums";
import type { AuditLogView } from "@/features/audit-log/hooks";
import { listAuditLogQuery } from "@/features/audit-log/list-query";

const list = listSearch(listAuditLogQuery, { action: "action", outcome: "outcome", q: "q" });

export const auditSearchParams = {
  ...list.params,
  ...RANGE_PARAMS,
  /** All of a kind, `token`, or one, `token:<id>`. */
  actor: parseAsMatching(/^(user|token|customer|system)(:.{1,190})?$/),
  /** `<type>:<id>`, or all of a type. */
  target: parseAsMatching(/^[a-z_]{1,60}(:.{1,200})?$/),
};

/** The entry that is open in the drawer. */
export const openEntrySearchParams = {
  entry: parseAsUuid,
};

export const loadAuditSearch = createLoader({ ...auditSearchParams, ...openEntrySearchParams });
export const auditHref = createSerializer({ ...auditSearchParams, ...openEntrySearchParams });

export type AuditSearch = inferParserType<typeof auditSearchParams>;

export function toAuditView(search: AuditSearch): AuditLogView {
  const { limit: _, ...query } = list.toQuery(search);
  const [targetType, ...targetId] = search.target?.split(":") ?? [];
  return {
    ...query,
    ...actorFilter(search.actor),
    targetType,
    targetId: targetId.length > 0 ? targetId.join(":") : undefined,
    range: rangeOf(search),
  };
}

function actorFilter(actor: string | null): Pick<AuditLogView, "actor" | "actorType"> {
  const actorType = AUDIT_ACTORS.find((type) => type === actor);
  return actorType ? { actorType } : { actor: actor ?? undefined };
}
