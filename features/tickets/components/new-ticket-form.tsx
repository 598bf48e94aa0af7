"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { toast } from "sonner";
import { ErrorSummary, type SummaryError } from "@/components/error-summary";
import { FormActions } from "@/components/form-actions";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { useHydrated } from "@/components/use-hydrated";
import { TICKET_PRIORITIES } from "@/db/enums";
import {
  TICKET_FIELDS,
  type TicketFormValues,
  ticketFieldOf,
  ticketFormSchema,
  toCreateTicket,
} from "@/features/tickets/form-values";
import { useCreateTicket, useTicketOptions } from "@/features/tickets/hooks";
import { ticketHref, ticketsHref } from "@/features/tickets/links";
import { TICKET_PRIORITY } from "@/features/tickets/ticket-status";
import { ApiError } from "@/lib/api-client";
import { NewTicketCustomer } from "./new-ticket-customer";

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
  const [failures, setFailures] = useState(0);
  const form = useForm({
    resolver: zodResolver(ticketFormSchema),
    defaultValues: EMPTY,
    mode: "onTouched",
    shouldFocusError: false,
  });
  const { register, handleSubmit, setError, formState } = form;
  const { errors, isDirty } = formState;
  const fail = () => setFailures((count) => count + 1);

  const submit = handleSubmit(async (values) => {
    try {
      const { id, number } = await create.mutateAsync(toCreateTicket(values));
      toast.success(`Ticket #${number} opened`);
      router.push(ticketHref(id));
    } catch (error) {
      const issues = error instanceof ApiError ? error.issues : [];
      for (const { path, message } of issues) setError(ticketFieldOf(path), { message });
      if (issues.length === 0) {
        setError("root", { message: error instanceof Error ? error.message : "It did not work. Try again." });
      }
      fail();
    }
  }, fail);

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-3xl flex-col gap-6">
      <ErrorSummary errors={summaryOf(errors)} focusKey={failures} />
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

type Errors = Partial<Record<keyof TicketFormValues | "root", { message?: string | undefined }>>;

function summaryOf(errors: Errors): SummaryError[] {
  return [...TICKET_FIELDS, "root" as const].flatMap((field) => {
    const message = errors[field]?.message;
    if (!message) return [];
    return [field === "root" ? { message } : { fieldId: field, message }];
  });
}
