"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Download, SearchX } from "lucide-react";
import { useEffect, useRef } from "react";
import { CopyButton } from "@/components/copy-button";
import { downloadFile } from "@/components/download";
import { EmptyState } from "@/components/empty-state";
import { ErrorState } from "@/components/error-state";
import { KeyValues } from "@/components/key-values";
import { Panel } from "@/components/panel";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Code, Text } from "@/features/api-reference/text";
import { EVENT_GROUPS } from "@/features/event-catalog/names";
import { readScopeOf } from "@/features/event-catalog/read-scopes";
import { eventTypeQuery } from "@/features/event-types/hooks";
import type { EventTypeView } from "@/features/event-types/schema";
import { ApiError } from "@/lib/api-client";
import type { JsonSchema } from "@/lib/openapi/json-schema";
import { EventTypeActions } from "./event-type-actions";
import { EventTypeSample } from "./event-type-sample";
import { EventTypeUse } from "./event-type-use";
import { SchemaFieldTable } from "./schema-field-table";

interface EventTypeDetailProps {
  type: string;
  /** From the list, which on a phone is gone then, and the focus with it. */
  isChosen: boolean;
  onBack(): void;
}

export function EventTypeDetail({ type, isChosen, onBack }: EventTypeDetailProps) {
  const eventType = useQuery(eventTypeQuery(type));
  const isMissing = eventType.error instanceof ApiError && eventType.error.status === 404;
  return (
    <div className="flex flex-col gap-5">
      <Button variant="ghost" className="self-start md:hidden" onClick={onBack}>
        <ArrowLeft aria-hidden />
        All events
      </Button>
      {eventType.data && <Known eventType={eventType.data} isChosen={isChosen} />}
      {isMissing && <Missing type={type} onBack={onBack} />}
      {eventType.isError && !isMissing && !eventType.data && (
        <ErrorState
          title="The event could not be loaded"
          error={eventType.error instanceof ApiError ? eventType.error : null}
          onRetry={() => void eventType.refetch()}
          className="rounded-lg border border-border bg-card"
        />
      )}
      {eventType.isPending && <Loading />}
    </div>
  );
}

function Known({ eventType, isChosen }: { eventType: EventTypeView; isChosen: boolean }) {
  const { type, group, description, firesWhen, versionNote, schema, isCustom, isDeprecated } = eventType;
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const { activeElement, body } = document;
    const isLost = activeElement === body || !activeElement?.checkVisibility();
    if (isChosen && isLost) heading.current?.focus();
  }, [isChosen]);

  return (
    <>
      <header className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2
            ref={heading}
            tabIndex={-1}
            className="font-mono text-lg font-semibold wrap-anywhere focus-visible:outline-none"
          >
            {type}
          </h2>
          <CopyButton value={type} noun="Event type" />
          <Badge tone="outline">{EVENT_GROUPS.find(({ id }) => id === group)?.label ?? group}</Badge>
          {isCustom && <Badge tone="info">Custom</Badge>}
          {isDeprecated && <Badge tone="warning">Deprecated</Badge>}
        </div>
        <p className="max-w-prose text-base text-pretty">
          <Text>{description}</Text>
        </p>
        <KeyValues
          items={[
            { label: "Sent", value: firesWhen },
            ...(versionNote ? [{ label: "Version", value: versionNote }] : []),
            {
              label: "Read with",
              value: (
                <>
                  <Code>{readScopeOf(type)}</Code>, of whoever subscribes to it, and of the subscription's
                  owner when it is sent
                </>
              ),
            },
            ...(isDeprecated
              ? [{ label: "Deprecated", value: "New subscriptions should use another event." }]
              : []),
          ]}
        />
        <EventTypeUse type={type} />
        {isCustom && <EventTypeActions eventType={eventType} />}
      </header>
      <Panel
        title="Fields of data"
        action={
          <Button
            size="sm"
            onClick={() =>
              downloadFile(`${type}.schema.json`, JSON.stringify(schema, null, 2), "application/schema+json")
            }
          >
            <Download aria-hidden />
            JSON Schema
          </Button>
        }
      >
        {/* The server made it, or checked it when it was given. */}
        <SchemaFieldTable caption={`Fields of ${type}`} schema={schema as JsonSchema} />
      </Panel>
      <EventTypeSample type={type} />
    </>
  );
}

function Missing({ type, onBack }: { type: string; onBack(): void }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title={`There is no event ${type}`}
      description="The link is wrong, or the event type was deleted."
      actions={<Button onClick={onBack}>All events</Button>}
      className="rounded-lg border border-border bg-card"
    />
  );
}

function Loading() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <span className="sr-only">Loading the event</span>
      <Skeleton className="h-6 w-56" />
      <Skeleton className="h-5 w-2/3" />
      <Skeleton className="h-64 w-full rounded-lg" />
    </div>
  );
}
