import type { SignatureScheme } from "@/db/enums";
import type { RuleSettings } from "@/features/incoming-webhooks/rule-schema";

type UsualRules = Omit<RuleSettings, "onClosed">;
type Conditions = NonNullable<RuleSettings["conditions"]>;

const when = (path: string, value: string): Conditions => ({ all: [{ path, operator: "equals", value }] });
const present = (path: string): Conditions => ({ all: [{ path, operator: "exists" }] });

/** An alert or incident: the first call opens, those after it comment, the end resolves. */
function untilResolved(correlationKey: string, over: Conditions): UsualRules {
  return {
    conditions: null,
    correlationKey,
    rules: [{ name: "Over", conditions: over, action: "update_status", set: { status: "resolved" } }],
    otherwise: { action: "create_ticket" },
  };
}

/** How a sender's calls about one thing make one ticket with a history. They go with the mapping of its preset. */
export const USUAL_RULES: Partial<Record<SignatureScheme, UsualRules>> = {
  github: {
    conditions: present("issue.id"),
    correlationKey: "github:{{issue.id}}",
    rules: [
      { name: "Opened", conditions: when("action", "opened"), action: "create_ticket" },
      {
        name: "Commented",
        conditions: { all: [...(when("action", "created").all ?? []), ...(present("comment").all ?? [])] },
        action: "add_comment",
        mapping: {
          body: "comment.body",
          "customer.externalId": "github:{{comment.user.login}}",
          "customer.name": "comment.user.login",
        },
      },
      {
        name: "Labeled",
        conditions: when("action", "labeled"),
        action: "update_status",
        mapping: { tags: '{{ issue.labels | map: "name" }}' },
      },
      {
        name: "Closed",
        conditions: when("action", "closed"),
        action: "update_status",
        set: { status: "resolved" },
      },
      {
        name: "Reopened",
        conditions: when("action", "reopened"),
        action: "update_status",
        set: { status: "open" },
      },
    ],
    otherwise: null,
  },
  alertmanager: untilResolved("groupKey", when("status", "resolved")),
  grafana: untilResolved("groupKey", when("status", "resolved")),
  pagerduty: {
    conditions: present("event.data.id"),
    correlationKey: "event.data.id",
    rules: [
      {
        name: "Triggered",
        conditions: when("event.event_type", "incident.triggered"),
        action: "create_ticket",
      },
      {
        name: "Resolved",
        conditions: when("event.event_type", "incident.resolved"),
        action: "update_status",
        set: { status: "resolved" },
      },
      {
        name: "Reopened",
        conditions: when("event.event_type", "incident.reopened"),
        action: "update_status",
        set: { status: "open" },
      },
    ],
    otherwise: null,
  },
  sentry: {
    conditions: present("data.issue.id"),
    correlationKey: "data.issue.id",
    rules: [
      { name: "Created", conditions: when("action", "created"), action: "create_ticket" },
      {
        name: "Resolved",
        conditions: when("action", "resolved"),
        action: "update_status",
        set: { status: "resolved" },
      },
      {
        name: "Unresolved",
        conditions: when("action", "unresolved"),
        action: "update_status",
        set: { status: "open" },
      },
    ],
    otherwise: null,
  },
  postmark: {
    conditions: present("MessageID"),
    correlationKey:
      'mail:{{ Headers | where: "Name", "References" | map: "Value" | first | default: MessageID | split: " " | first }}',
    rules: [],
    otherwise: null,
  },
};
