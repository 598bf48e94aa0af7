"use client";

import { useRouter } from "next/navigation";
import { FormProvider } from "react-hook-form";
import { toast } from "sonner";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { useHydrated } from "@/components/use-hydrated";
import { EMPTY_VALUES, toInput } from "@/features/event-types/form-values";
import { useCreateEventType } from "@/features/event-types/hooks";
import { eventTypeHref, eventTypesHref } from "@/features/event-types/links";
import { EventTypeFields } from "./event-type-fields";
import { useEventTypeForm } from "./use-event-type-form";

/** Adds an event type, then shows it in the catalog. */
export function CreateEventTypeForm() {
  const form = useEventTypeForm(EMPTY_VALUES);
  const create = useCreateEventType();
  const router = useRouter();
  const isHydrated = useHydrated();

  const submit = form.submit(async (values) => {
    const { type } = await create.mutateAsync(toInput(values));
    toast.success(`Added ${type}`);
    router.push(eventTypeHref(type));
  });

  return (
    <FormProvider {...form}>
      <form noValidate className="flex flex-col gap-8" onSubmit={submit}>
        {/* What is typed before the form comes alive would be lost or mixed up. */}
        <fieldset disabled={!isHydrated} className="contents">
          <ErrorSummary {...form.summary} />
          <EventTypeFields isNew />
        </fieldset>
        <FormActions
          submitLabel="Add event type"
          isPending={form.formState.isSubmitting}
          isDirty={form.formState.isDirty && !create.isSuccess}
          cancelHref={eventTypesHref()}
        />
      </form>
    </FormProvider>
  );
}
