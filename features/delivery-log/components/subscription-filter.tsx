"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Combobox } from "@/components/combobox";
import type { Facet } from "@/components/facet-types";
import { Field } from "@/components/ui/field";
import type { ListSearchState } from "@/components/use-list-search";
import { useCan } from "@/features/auth/hooks";
import type { deliverySearchParams } from "@/features/delivery-log/search-params";
import { subscriptionQuery, subscriptionsQuery } from "@/features/subscriptions/hooks";
import { hostOf } from "./outcome";

const SHOWN = 7;

/** Of all deliveries, those of one subscription. */
export function useSubscriptionFacet({
  search,
  choice,
}: ListSearchState<typeof deliverySearchParams>): Facet[] {
  const isAllowed = useCan("subscriptions:read");
  const id = search.subscription;
  const { data } = useQuery({
    ...subscriptionQuery(id ?? ""),
    enabled: isAllowed && id !== null,
    retry: false,
  });
  if (!isAllowed && id === null) return [];
  const { onChange } = choice("subscription");
  return [
    {
      id: "subscription",
      label: "Subscription",
      control: <SubscriptionPicker onChoose={(chosen) => onChange([chosen])} />,
      chip: id === null ? null : (data?.name ?? `…${id.slice(-4)}`),
      onClear: () => onChange([]),
    },
  ];
}

/** What it found is a chip, so the field is there for the next search. */
function SubscriptionPicker({ onChoose }: { onChoose(id: string): void }) {
  const [search, setSearch] = useState<string | null>(null);
  const q = search?.trim() ?? "";
  const { data, error, isPlaceholderData } = useQuery({
    ...subscriptionsQuery({ limit: SHOWN, ...(q && { q }) }),
    enabled: search !== null,
    refetchInterval: false,
    retry: false,
  });
  const found = data?.data ?? [];
  const isBusy = error === null && (!data || isPlaceholderData);
  const emptiness = isBusy ? "Searching…" : "No subscription matches.";
  return (
    <Field label="Subscription" isOptional>
      <Combobox
        value=""
        placeholder="Any subscription"
        search={search}
        onSearchChange={setSearch}
        options={found.map(({ id, name, targetUrl }) => ({ id, label: name, hint: hostOf(targetUrl) }))}
        isBusy={isBusy}
        note={error?.message ?? (found.length > 0 ? undefined : emptiness)}
        onChoose={onChoose}
      />
    </Field>
  );
}
