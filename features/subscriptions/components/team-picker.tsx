"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { useController, useFormContext } from "react-hook-form";
import { Combobox } from "@/components/combobox";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { CHOICE_LIMIT, teamsQuery } from "@/features/members/hooks";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { foldText } from "@/lib/fold-text";
import { fieldId } from "./use-subscription-form";

/** Teams by name; none stands for any. */
export function TeamPicker() {
  const { control, formState } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "teamIds" });
  const teams = useTeams();
  const [search, setSearch] = useState<string | null>(null);
  const wanted = foldText(search?.trim() ?? "");
  const options = teams.list.filter(
    ({ id, name }) => !field.value.includes(id) && foldText(name).includes(wanted),
  );
  const { teamIds: error } = formState.errors;
  return (
    <div className="flex flex-col gap-2">
      <Field
        id={fieldId("teamIds")}
        label="Teams"
        hint="Left empty: any team."
        isOptional
        error={error?.message ?? error?.find?.((one) => one)?.message}
      >
        <Combobox
          value=""
          placeholder="Search teams to add"
          search={search}
          onSearchChange={setSearch}
          options={options.map(({ id, name }) => ({ id: String(id), label: name }))}
          isBusy={teams.isPending}
          note={
            teams.error?.message ?? (options.length === 0 && !teams.isPending ? "No team to add." : undefined)
          }
          onChoose={(id) => field.onChange([...field.value, Number(id)])}
        />
      </Field>
      {field.value.length > 0 && (
        <ul aria-label="Chosen teams" className="flex flex-wrap gap-1.5">
          {field.value.map((id) => (
            <li key={id} className="flex items-center rounded-md border border-border pl-2 text-sm">
              {teams.nameOf(id)}
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove ${teams.nameOf(id)}`}
                onClick={() => {
                  field.onChange(field.value.filter((one) => one !== id));
                  document.getElementById(fieldId("teamIds"))?.focus();
                }}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function useTeams(isWanted = true) {
  const { data, error, isPending } = useQuery({
    ...teamsQuery({ limit: CHOICE_LIMIT }),
    retry: false,
    enabled: isWanted,
  });
  const list = data?.data ?? [];
  return {
    list,
    error,
    isPending,
    nameOf: (id: number) => list.find((team) => team.id === id)?.name ?? `Team ${id}`,
  };
}
