"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import Link from "next/link";
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from "react";
import { EmptyState } from "@/components/empty-state";
import { SearchInput } from "@/components/search-input";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { searchGroups } from "@/features/event-types/event-selection";
import { eventTypeHref } from "@/features/event-types/links";
import type { EventTypeView } from "@/features/event-types/schema";
import { typeGroups } from "@/features/event-types/type-groups";
import { cn } from "@/lib/cn";

interface EventTypeListProps {
  custom: UseQueryResult<{ data: EventTypeView[] }>;
  query: string;
  /** The type that is open. */
  current: string | null;
  onQueryChange(query: string): void;
  onChoose(type: string): void;
}

/** All types by group. Arrow keys move through them. */
export function EventTypeList({ custom, query, current, onQueryChange, onChoose }: EventTypeListProps) {
  const root = useRef<HTMLElement>(null);
  const own = new Map(custom.data?.data.map((type) => [type.type, type]));
  const groups = searchGroups(typeGroups([...own.values()]), query);

  // Whoever comes by a link sees in the list where they are; from then on nothing moves by itself.
  useEffect(() => {
    root.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <nav
      ref={root}
      aria-label="Event types"
      onKeyDown={moveByArrow}
      className="flex min-h-0 flex-col overflow-hidden rounded-lg border border-border bg-card"
    >
      <div className="border-b border-border p-2 [&>div]:w-full">
        <SearchInput value={query} onChange={onQueryChange} label="Search events" />
      </div>
      <div className="min-h-0 overflow-y-auto">
        {groups.map(({ id, label, types }) => (
          <section key={id} aria-label={label}>
            <h2 className="sticky top-0 bg-muted px-3 py-1.5 text-xs font-medium text-muted-foreground">
              {label}
            </h2>
            <ul>
              {types.map(({ type }) => (
                <EventTypeItem
                  key={type}
                  type={type}
                  own={own.get(type)}
                  isCurrent={type === current}
                  onChoose={() => onChoose(type)}
                />
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && !custom.isPending && (
          <EmptyState
            title={`No event matches “${query}”`}
            actions={<Button onClick={() => onQueryChange("")}>Show all events</Button>}
          />
        )}
        {custom.isPending && (
          <div aria-busy className="p-3">
            <span className="sr-only">Loading your own event types</span>
            <Skeleton className="w-40" />
          </div>
        )}
        {custom.isError && (
          <div role="alert" className="flex flex-col items-start gap-2 border-t border-border p-3 text-sm">
            <p>Your own event types could not be loaded. {custom.error.message}</p>
            <Button size="sm" onClick={() => void custom.refetch()}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </nav>
  );
}

interface EventTypeItemProps {
  type: string;
  /** Known of those that the organization added. */
  own: EventTypeView | undefined;
  isCurrent: boolean;
  onChoose(): void;
}

function EventTypeItem({ type, own, isCurrent, onChoose }: EventTypeItemProps) {
  return (
    <li>
      <Link
        href={eventTypeHref(type)}
        prefetch={false}
        scroll={false}
        aria-current={isCurrent ? "true" : undefined}
        onClick={(event) => {
          if (isModified(event)) return;
          event.preventDefault();
          onChoose();
        }}
        className={cn(
          "flex min-h-8 flex-wrap items-center gap-x-2 px-3 py-1 font-mono text-xs wrap-anywhere hover:bg-muted focus-visible:-outline-offset-2 max-md:min-h-11",
          isCurrent && "bg-selected shadow-[inset_2px_0_0_var(--color-primary)] hover:bg-selected",
        )}
      >
        {type}
        {own && <Badge tone="info">Custom</Badge>}
        {own?.isDeprecated && <Badge tone="warning">Deprecated</Badge>}
      </Link>
    </li>
  );
}

function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("input, a")];
  const index = items.findIndex((item) => item.matches(":focus"));
  if (index === -1) return;
  event.preventDefault();
  items[index + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
}

function isModified(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
