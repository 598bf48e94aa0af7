import type { ChoiceFacet, FacetOption } from "@/components/facet-types";
import type { ListSearchState } from "@/components/use-list-search";
import { AUDIT_ACTORS } from "@/db/enums";
import type { auditSearchParams } from "@/features/audit-log/search-params";

const ACTOR_LABELS = {
  user: "Members",
  token: "Tokens",
  customer: "Customers",
  system: "Replify itself",
} as const;

const ACTION_LABELS = {
  "token.*": "Tokens",
  "oauth_client.*": "OAuth apps",
  "oauth_session.*": "OAuth sessions",
  "incoming_webhook.*": "Incoming webhooks",
  "event_type.*": "Event types",
  "subscription.*": "Event subscriptions",
  "delivery.*": "Deliveries",
  "session.*": "Sign-ins",
  "user.*": "Members",
  "invitation.*": "Invitations",
  "team.*": "Teams",
  "ticket.*": "Tickets",
  "chat.*": "Chats",
  "customer.*": "Customers",
  "mail.*": "Sent mails",
  "organization.*": "Workspace",
  "call.*": "Refused calls",
  "audit_log.*": "Audit log",
} as const;

const ACTOR_OPTIONS = AUDIT_ACTORS.map((value) => ({ value, label: ACTOR_LABELS[value] }));
const ACTION_OPTIONS = Object.entries(ACTION_LABELS).map(([value, label]) => ({ value, label }));
const OUTCOME_OPTIONS = [
  { value: "success", label: "Done" },
  { value: "failure", label: "Failed" },
];

/**
 * What the audit log can be filtered by. One actor, action or target is chosen in the drawer or by a link, and only then offered here.
 */
export function auditFacets(
  { choice }: ListSearchState<typeof auditSearchParams>,
  nameOf: (filter: "actor" | "target", value: string) => string | undefined,
): ChoiceFacet[] {
  const actor = choice("actor");
  const action = choice("action");
  const target = choice("target");
  const named = (filter: "actor" | "target") => (value: string) => nameOf(filter, value) ?? value;
  const targets = withChosen([], target.value, named("target"));
  return [
    {
      id: "actor",
      label: "Actor",
      any: "Any actor",
      options: withChosen(ACTOR_OPTIONS, actor.value, named("actor")),
      ...actor,
    },
    {
      id: "action",
      label: "Action",
      any: "Any action",
      options: withChosen(ACTION_OPTIONS, action.value, String),
      ...action,
    },
    { id: "outcome", label: "Outcome", any: "Any outcome", options: OUTCOME_OPTIONS, ...choice("outcome") },
    ...(targets.length > 0
      ? [{ id: "target", label: "Target", any: "Any target", options: targets, ...target }]
      : []),
  ];
}

function withChosen(options: FacetOption[], chosen: string[], labelOf: (value: string) => string) {
  const others = chosen.filter((value) => !options.some((option) => option.value === value));
  return [...options, ...others.map((value) => ({ value, label: labelOf(value) }))];
}
