import type { SignatureScheme } from "@/db/enums";
import type { Rule, RuleSettings } from "@/features/incoming-webhooks/rule-schema";

type UsualRules = Omit<RuleSettings, "onClosed">;
type Conditions = NonNullable<RuleSettings["conditions"]>;
type Status = "open" | "resolved";

const when = (path: string, value: string): Conditions => ({ all: [{ path, operator: "equals", value }] });
const present = (path: string): Conditions => ({ all: [{ path, operator: "exists" }] });

/** A call that moves its ticket to a status. */
function becomes(status: Status, name: string, conditions: Conditions): Rule {
  return { name, conditions, action: "update_status", set: { status } };
}

/** An alert or incident: the first call opens, those after it comment, the end resolves. */
function untilResolved(correlationKey: string, over: Conditions): UsualRules {
  return {
    conditions: null,
    correlationKey,
    rules: [becomes("resolved", "Over", over)],
    otherwise: { action: "create_ticket" },
  };
}

/** A reply names the first mail by the id that its sender's program gave it, which is another than Postmark's. */
const FIRST_MAIL_OF_THREAD = [
  "{% for header in Headers %}{% assign name = header.Name | downcase %}{% case name %}",
  '{% when "message-id" %}{% assign own = header.Value %}',
  '{% when "in-reply-to" %}{% assign parent = header.Value %}',
  '{% when "references" %}{% assign thread = header.Value %}{% endcase %}{% endfor %}',
  'mail:{{ thread | default: parent | default: own | default: MessageID | squish | split: " " | first }}',
].join("");

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
      becomes("resolved", "Closed", when("action", "closed")),
      becomes("open", "Reopened", when("action", "reopened")),
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
      becomes("resolved", "Resolved", when("event.event_type", "incident.resolved")),
      becomes("open", "Reopened", when("event.event_type", "incident.reopened")),
    ],
    otherwise: null,
  },
  sentry: {
    conditions: present("data.issue.id"),
    correlationKey: "data.issue.id",
    rules: [
      { name: "Created", conditions: when("action", "created"), action: "create_ticket" },
      becomes("resolved", "Resolved", when("action", "resolved")),
      becomes("open", "Unresolved", when("action", "unresolved")),
    ],
    otherwise: null,
  },
  postmark: {
    conditions: present("MessageID"),
    correlationKey: FIRST_MAIL_OF_THREAD,
    rules: [],
    otherwise: null,
  },
};
