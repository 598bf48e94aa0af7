"use client";

import { useQuery } from "@tanstack/react-query";
import { useController, useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { TICKET_PRIORITIES } from "@/db/enums";
import type { IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { activeUsersQuery, CHOICE_LIMIT, teamsQuery } from "@/features/members/hooks";
import { fieldId } from "./use-incoming-form";

/** What a new ticket gets where its payload says nothing. */
export function DefaultFields() {
  const { register, formState } = useFormContext<IncomingFormValues>();
  const { errors } = formState;
  const users = useQuery(activeUsersQuery());
  const teams = useQuery(teamsQuery({ limit: CHOICE_LIMIT }));
  return (
    <>
      <Field id={fieldId("priority")} label="Priority" isOptional error={errors.priority?.message}>
        <NativeSelect className="w-56 max-md:w-full" {...register("priority")}>
          <option value="">Normal</option>
          {TICKET_PRIORITIES.filter((priority) => priority !== "normal").map((priority) => (
            <option key={priority} value={priority}>
              {priority.charAt(0).toUpperCase() + priority.slice(1)}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <ChoiceField name="assigneeId" label="Assignee" none="Nobody" choices={users.data?.data ?? []} />
      <ChoiceField name="teamId" label="Team" none="No team" choices={teams.data?.data ?? []} />
      <Field
        id={fieldId("tags")}
        label="Tags"
        isOptional
        hint="Separated by commas."
        error={errors.tags?.message}
      >
        <Input autoComplete="off" {...register("tags")} />
      </Field>
    </>
  );
}

interface ChoiceFieldProps {
  name: "assigneeId" | "teamId";
  label: string;
  none: string;
  choices: { id: number; name: string }[];
}

/** Controlled, because the choices arrive after the value, and an uncontrolled select would have lost it by then. */
function ChoiceField({ name, label, none, choices }: ChoiceFieldProps) {
  const { control } = useFormContext<IncomingFormValues>();
  const { field, fieldState } = useController({ control, name });
  const isUnknown = field.value !== "" && !choices.some(({ id }) => String(id) === field.value);
  return (
    <Field id={fieldId(name)} label={label} isOptional error={fieldState.error?.message}>
      <NativeSelect className="w-56 max-md:w-full" {...field}>
        <option value="">{none}</option>
        {isUnknown && <option value={field.value}>Number {field.value}</option>}
        {choices.map(({ id, name: text }) => (
          <option key={id} value={String(id)}>
            {text}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
