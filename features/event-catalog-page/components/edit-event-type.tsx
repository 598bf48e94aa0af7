"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/error-state";
import { SettingsForm } from "@/components/settings-form";
import { Skeleton } from "@/components/ui/skeleton";
import { toChanges, toFormValues } from "@/features/event-types/form-values";
import { eventTypeQuery, useUpdateEventType } from "@/features/event-types/hooks";
import type { EventTypeView } from "@/features/event-types/schema";
import { EventTypeFields } from "./event-type-fields";
import { useEventTypeForm } from "./use-event-type-form";

export function EditEventType({ type }: { type: string }) {
  const { data, error, refetch } = useQuery(eventTypeQuery(type));
  if (data) return <EditEventTypeForm eventType={data} />;
  if (error)
    return (
      <ErrorState title="The event type could not be loaded" error={error} onRetry={() => void refetch()} />
    );
  return (
    <div aria-busy>
      <span className="sr-only">Loading the event type</span>
      <Skeleton className="h-96 w-full rounded-lg" />
    </div>
  );
}

function EditEventTypeForm({ eventType }: { eventType: EventTypeView }) {
  const form = useEventTypeForm(toFormValues(eventType));
  const update = useUpdateEventType(eventType.type);
  return (
    <SettingsForm
      form={form}
      initial={named(eventType)}
      canWrite
      toFormValues={toFormValues}
      toChanges={toChanges}
      save={async (changes) => named(await update.mutateAsync(changes))}
    >
      {() => <EventTypeFields isNew={false} />}
    </SettingsForm>
  );
}

function named(eventType: EventTypeView) {
  return { ...eventType, name: eventType.type };
}
