"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useController, useFormContext } from "react-hook-form";
import { Combobox } from "@/components/combobox";
import { Field } from "@/components/ui/field";
import { activeUsersQuery } from "@/features/members/hooks";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { foldText } from "@/lib/fold-text";
import { fieldId } from "./use-subscription-form";

const OWNER = { id: "", label: "Its owner" };

/** A member by name; none stands for the owner of the subscription. */
export function AccountPicker() {
  const { control, formState } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "accountId" });
  const members = useMembers();
  const [search, setSearch] = useState<string | null>(null);
  const wanted = foldText(search?.trim() ?? "");
  const found = members.list.filter(({ name, email }) => foldText(`${name} ${email}`).includes(wanted));
  const options = [
    ...(wanted === "" ? [OWNER] : []),
    ...found.map(({ id, name, email }) => ({ id: String(id), label: name, hint: email })),
  ];
  return (
    <Field
      id={fieldId("accountId")}
      label="Account"
      hint="A member of the workspace."
      error={formState.errors.accountId?.message}
    >
      <Combobox
        value={field.value === "" ? OWNER.label : members.nameOf(Number(field.value))}
        placeholder="Search members"
        search={search}
        onSearchChange={setSearch}
        options={options}
        isBusy={members.isPending}
        note={
          members.error?.message ??
          (options.length === 0 && !members.isPending ? "No member matches." : undefined)
        }
        onChoose={field.onChange}
      />
    </Field>
  );
}

export function useMembers(isWanted = true) {
  const { data, error, isPending } = useQuery({ ...activeUsersQuery(), retry: false, enabled: isWanted });
  const list = data?.data ?? [];
  return {
    list,
    error,
    isPending,
    nameOf: (id: number) => list.find((member) => member.id === id)?.name ?? `Member ${id}`,
  };
}
