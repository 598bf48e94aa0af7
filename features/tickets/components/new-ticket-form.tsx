"use client";

import { useRouter } from "next/navigation";
import { FormProvider } from "react-hook-form";
import { useApiForm } from "@/components/api-form";
import { ErrorSummary } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { schemaResolver } from "@/components/schema-resolver";
import { toast } from "@/components/toast";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { useHydrated } from "@/components/use-hydrated";
import { TICKET_PRIORITIES } from "@/db/enums";
import { type TicketFormValues, ticketFieldOf, toCreateTicket } from "@/features/tickets/form-values";
import { useCreateTicket, useTicketOptions } from "@/features/tickets/hooks";
import { ticketHref, ticketsHref } from "@/features/tickets/links";
import { TICKET_PRIORITY } from "@/features/tickets/ticket-status";
import { NewTicketCustomer } from "./new-ticket-customer";

const resolver = schemaResolver(async () => {
  const { ticketFormSchema } = await import("@/features/tickets/form-schema");
  return ticketFormSchema;
});

const EMPTY: TicketFormValues = {
  customer: null,
  isNewCustomer: false,
  email: "",
  name: "",
  subject: "",
  body: "",
  priority: "normal",
  assigneeId: "",
  teamId: "",
  tags: "",
};

export function NewTicketForm() {
  const router = useRouter();
  const create = useCreateTicket();
  const isHydrated = useHydrated();
  const { users, teams } = useTicketOptions();
  const form = useApiForm({
    defaultValues: EMPTY,
    resolver,
    fieldOf: ticketFieldOf,
    fieldId: (field) => field,
    focus: "summary",
  });
  const { register, formState } = form;
  const { errors, isDirty } = formState;

  const submit = form.submit(async (values) => {
    const { id, number } = await create.mutateAsync(toCreateTicket(values));
    toast.success(`Ticket #${number} opened`);
    router.push(ticketHref(id));
  });

  return (
    <form noValidate onSubmit={submit} className="flex max-w-3xl flex-col gap-6">
      <ErrorSummary {...form.summary} />
      <fieldset disabled={!isHydrated} className="contents">
        <FormProvider {...form}>
          <NewTicketCustomer />
        </FormProvider>
        <Field id="subject" label="Subject" error={errors.subject?.message}>
          <Input {...register("subject")} autoComplete="off" maxLength={300} />
        </Field>
        <Field id="body" label="Opening text" error={errors.body?.message} isOptional>
          <Textarea {...register("body")} rows={8} />
        </Field>
        <div className="grid gap-6 md:grid-cols-3">
          <Field id="priority" label="Priority" error={errors.priority?.message}>
            <NativeSelect {...register("priority")}>
              {TICKET_PRIORITIES.map((priority) => (
                <option key={priority} value={priority}>
                  {TICKET_PRIORITY[priority].label}
                </option>
              ))}
            </NativeSelect>
          </Field>
          <Field id="assigneeId" label="Assignee" error={errors.assigneeId?.message} isOptional>
            <NativeSelect {...register("assigneeId")}>
              <option value="">Nobody</option>
              {users.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </Field>
          <Field id="teamId" label="Team" error={errors.teamId?.message} isOptional>
            <NativeSelect {...register("teamId")}>
              <option value="">No team</option>
              {teams.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </Field>
        </div>
        <Field id="tags" label="Tags" hint="Separated by commas." error={errors.tags?.message} isOptional>
          <Input {...register("tags")} autoComplete="off" />
        </Field>
        <FormActions
          submitLabel="Open ticket"
          isPending={create.isPending}
          isDirty={isDirty && !create.isSuccess}
          cancelHref={ticketsHref()}
        />
      </fieldset>
    </form>
  );
}
