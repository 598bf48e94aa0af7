"use client";

import { useQuery } from "@tanstack/react-query";
import { BookText } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { EmptyState } from "@/components/empty-state";
import { catalogSearchParams } from "@/features/event-catalog-page/search-params";
import { customEventTypesQuery } from "@/features/event-types/hooks";
import { cn } from "@/lib/cn";
import { EventTypeDetail } from "./event-type-detail";
import { EventTypeList } from "./event-type-list";

/** The list of types beside what is known of one; below 768 px one of the two. */
export function EventCatalog() {
  const [{ event, q }, setSearch] = useQueryStates(catalogSearchParams);
  /** What was opened from the list, rather than by a link to it. */
  const [chosen, setChosen] = useState<string | null>(null);
  const custom = useQuery(customEventTypesQuery());
  return (
    <div className="grid items-start gap-6 md:grid-cols-[minmax(14rem,18rem)_minmax(0,1fr)]">
      <div
        className={cn(
          "flex min-w-0 flex-col md:sticky md:top-7 md:max-h-[calc(100dvh-3.5rem)]",
          event && "max-md:hidden",
        )}
      >
        <EventTypeList
          custom={custom}
          query={q}
          current={event}
          onQueryChange={(next) => void setSearch({ q: next })}
          onChoose={(type) => {
            setChosen(type);
            void setSearch({ event: type }, { history: "push" });
          }}
        />
      </div>
      <div className={cn("min-w-0", !event && "max-md:hidden")}>
        {event ? (
          <EventTypeDetail
            key={event}
            type={event}
            isChosen={event === chosen}
            onBack={() => void setSearch({ event: null }, { history: "push" })}
          />
        ) : (
          <EmptyState
            icon={<BookText />}
            title="What can happen"
            description="Choose an event to see when it is sent, what it contains, and who gets it."
            className="rounded-lg border border-border bg-card"
          />
        )}
      </div>
    </div>
  );
}
