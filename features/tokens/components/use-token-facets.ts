import type { ChoiceFacet } from "@/components/facet-types";
import type { ListSearchState } from "@/components/use-list-search";
import { useMe } from "@/features/auth/hooks";
import type { tokenSearchParams } from "@/features/tokens/search-params";
import { TOKEN_STATUSES } from "@/features/tokens/statuses";
import { SCOPES } from "@/lib/scopes";
import { STATUS_LABELS } from "./token-status";

const STATUS_OPTIONS = TOKEN_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value] }));
const SCOPE_OPTIONS = SCOPES.map((value) => ({ value, label: value }));
const USE_OPTIONS = [{ value: "true", label: "Unused" }];

/** What tokens can be filtered by; the owners are the members who have one. */
export function useTokenFacets(
  { choice }: ListSearchState<typeof tokenSearchParams>,
  owners: { id: number; name: string }[],
): ChoiceFacet[] {
  const myId = useMe()?.user.id;
  const others = owners.filter(({ id }) => id !== myId);
  const ownerOptions = [
    { value: "me", label: "Me" },
    ...others.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  return [
    { id: "status", label: "Status", any: "Any status", options: STATUS_OPTIONS, ...choice("status") },
    { id: "owner", label: "Owner", any: "Any owner", options: ownerOptions, ...choice("owner") },
    { id: "scope", label: "Scope", any: "Any scope", options: SCOPE_OPTIONS, ...choice("scope") },
    { id: "use", label: "Use", any: "Used or not", options: USE_OPTIONS, ...choice("unused") },
  ];
}
