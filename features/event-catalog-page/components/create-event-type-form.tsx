"use client";

import { useRouter } from "next/navigation";
import { CreateForm } from "@/components/create-form";
import { toast } from "@/components/toast";
import { EMPTY_VALUES, type EventTypeFormValues, toInput } from "@/features/event-types/form-values";
import { useCreateEventType } from "@/features/event-types/hooks";
import { eventTypeHref, eventTypesHref } from "@/features/event-types/links";
import { EventTypeFields } from "./event-type-fields";
import { useEventTypeForm } from "./use-event-type-form";

/** Adds an event type, then shows it in the catalog. */
export function CreateEventTypeForm() {
  const form = useEventTypeForm(EMPTY_VALUES);
  const create = useCreateEventType();
  const router = useRouter();

  async function save(values: EventTypeFormValues) {
    const { type } = await create.mutateAsync(toInput(values));
    toast.success(`Added ${type}`);
    router.push(eventTypeHref(type));
  }

  return (
    <CreateForm
      form={form}
      save={save}
      isCreated={create.isSuccess}
      submitLabel="Add event type"
      cancelHref={eventTypesHref()}
      fields={<EventTypeFields isNew />}
    />
  );
}
