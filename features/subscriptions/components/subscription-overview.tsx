"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
import { describeFilter } from "@/features/event-filter/describe";
import { FORMATS } from "@/features/formats/formats";
import { subscriptionQuery } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { formatCount } from "@/lib/format-number";
import { useMembers } from "./account-picker";
import { DayCard } from "./day-card";
import { OverlapBanner } from "./overlap-banner";
import { RetryTimeline } from "./retry-timeline";
import { StatusSentence } from "./status-sentence";
import { SubscriptionFallback } from "./subscription-fallback";
import { describeScope } from "./subscription-scope";
import { useTeams } from "./team-picker";
import { VerificationCard } from "./verification-card";

/** The Overview tab: is it healthy, what has it done, how is it set up. */
export function SubscriptionOverview({ id }: { id: string }) {
  const query = useQuery(subscriptionQuery(id));
  const subscription = query.data;
  if (!subscription) return <SubscriptionFallback error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="flex flex-col gap-5">
      <StatusSentence subscription={subscription} />
      <OverlapBanner subscription={subscription} />
      <VerificationCard subscription={subscription} />
      <DayCard id={id} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <Card title="Health">
            <Health health={subscription.health} />
          </Card>
          <Card title="Retry schedule">
            <RetryTimeline delaysSeconds={subscription.retryDelaysSeconds} />
          </Card>
          <Card title={`Events (${subscription.eventTypes.length})`}>
            <ul className="flex flex-wrap gap-1.5">
              {subscription.eventTypes.map((type) => (
                <li
                  key={type}
                  className="rounded-sm border border-border px-1.5 py-0.5 font-mono text-xs wrap-anywhere"
                >
                  {type === "*" ? "* (all events, including future ones)" : type}
                </li>
              ))}
            </ul>
          </Card>
        </div>
        <Card title="Setup">
          <Setup subscription={subscription} />
        </Card>
      </div>
    </div>
  );
}

function Health({ health }: { health: Subscription["health"] }) {
  return (
    <KeyValues
      items={[
        { label: "Last delivery", value: moment(health.lastDeliveryAt) },
        { label: "Last success", value: moment(health.lastSuccessAt) },
        { label: "Failures in a row", value: formatCount(health.consecutiveFailures) },
        ...(health.failingSince ? [{ label: "Failing since", value: moment(health.failingSince) }] : []),
      ]}
    />
  );
}

function Setup({ subscription }: { subscription: Subscription }) {
  const { headerNames, filter, createdBy, createdAt, updatedAt } = subscription;
  return (
    <KeyValues
      items={[
        { label: "Target URL", value: subscription.targetUrl, isMono: true, copy: subscription.targetUrl },
        { label: "Subscription id", value: subscription.id, isMono: true, copy: subscription.id },
        { label: "Format", value: FORMATS[subscription.format].label },
        { label: "Signing secret", value: subscription.hasSecret ? "Set" : "None: nothing is signed" },
        { label: "Scope", value: <Scope subscription={subscription} /> },
        { label: "Filter", value: filter ? describeFilter(filter) : "None" },
        {
          label: "Custom headers",
          value: headerNames.length > 0 ? headerNames.join(", ") : "None",
          isMono: headerNames.length > 0,
        },
        { label: "In flight at once", value: `Up to ${subscription.maxInFlight}` },
        {
          label: "Created",
          value: <Time value={createdAt} />,
        },
        { label: "Owner", value: createdBy.name },
        { label: "Changed", value: <Time value={updatedAt} /> },
      ]}
    />
  );
}

/** Teams and members by name, for who may see them. */
function Scope({ subscription }: { subscription: Subscription }) {
  const teams = useTeams(subscription.subscriptionLevel === "team");
  const members = useMembers(subscription.subscriptionLevel === "account");
  const { teamIds, accountId } = subscription;
  switch (subscription.subscriptionLevel) {
    case "team":
      return teamIds.length > 0 ? teamIds.map(teams.nameOf).join(", ") : "Any team";
    case "account":
      return accountId === null ? "Account of its owner" : `Account of ${members.nameOf(accountId)}`;
    default:
      return describeScope(subscription);
  }
}

function moment(value: string | null) {
  return value ? <Time value={value} /> : "Never";
}
