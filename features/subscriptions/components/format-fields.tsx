"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { orLoadAgain } from "@/components/load-again";
import { Field, FieldSet } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Radio } from "@/components/ui/radio-group";
import { Skeleton } from "@/components/ui/skeleton";
import { DELIVERY_FORMATS } from "@/db/enums";
import { selectedTypes } from "@/features/event-types/event-selection";
import { eventTypeQuery, useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import { FORMATS } from "@/features/formats/formats";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { fieldId } from "./use-subscription-form";

const FormatSample = dynamic(
  () =>
    orLoadAgain(() => import("@/features/deliveries/format-sample").then(({ FormatSample }) => FormatSample)),
  { loading: () => <Skeleton className="h-64" /> },
);

/** How deliveries look, with a sample of what is chosen. `hasSecret`: of the stored subscription; left out for a new one. */
export function FormatFields({ hasSecret }: { hasSecret?: boolean | undefined }) {
  const { control, formState } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "format" });
  const secret = useWatch({ control, name: "secret" });
  return (
    <>
      <FieldSet
        legend="Format"
        isLegendHidden
        id={fieldId("format")}
        error={formState.errors.format?.message}
        className="grid gap-2 sm:grid-cols-2"
      >
        {DELIVERY_FORMATS.map((format) => (
          <Radio
            key={format}
            isCard
            label={FORMATS[format].label}
            hint={FORMATS[format].description}
            name={field.name}
            value={format}
            checked={field.value === format}
            onChange={() => field.onChange(format)}
            onBlur={field.onBlur}
          />
        ))}
      </FieldSet>
      <Sample
        format={field.value}
        hasSecret={hasSecret ?? (secret !== "" || !FORMATS[field.value].isVerified)}
      />
    </>
  );
}

function Sample({ format, hasSecret }: { format: SubscriptionFormValues["format"]; hasSecret: boolean }) {
  const { control } = useFormContext<SubscriptionFormValues>();
  const chosen = selectedTypes(useWatch({ control, name: "eventTypes" }), typesOf(useTypeGroups()));
  const types = chosen.length > 0 ? chosen : ["ticket.created"];
  const [picked, setPicked] = useState<string>("");
  const eventType = types.find((type) => type === picked) ?? types[0] ?? "ticket.created";
  const { data, error } = useQuery(eventTypeQuery(eventType));
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Field label="Sample event" hint="What the target would get, in the chosen format.">
        <NativeSelect value={eventType} onChange={(event) => setPicked(event.target.value)}>
          {types.map((type) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </NativeSelect>
      </Field>
      {error && <p className="text-sm text-danger">The sample could not be loaded: {error.message}</p>}
      {data ? (
        <FormatSample
          format={format}
          eventType={eventType}
          data={JSON.stringify(data.sample)}
          hasSecret={hasSecret}
        />
      ) : (
        !error && <Skeleton className="h-64" />
      )}
    </div>
  );
}
