"use client";

import { useFormContext } from "react-hook-form";
import { FormSection } from "@/components/form-section";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { EventTypeFormValues } from "@/features/event-types/form-values";
import { fieldId } from "./use-event-type-form";

/** Create and edit differ only in the name, by which everybody goes once it is there. */
export function EventTypeFields({ isNew }: { isNew: boolean }) {
  const { register, formState } = useFormContext<EventTypeFormValues>();
  const { errors } = formState;
  return (
    <>
      <FormSection title="Event" description="What happened, in the words that subscribers choose it by.">
        {isNew && (
          <Field
            id={fieldId("type")}
            label="Name"
            hint="Lower-case words with dots between them: order.shipped. It can't be changed later."
            error={errors.type?.message}
          >
            <Input
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-xs"
              {...register("type")}
            />
          </Field>
        )}
        <Field
          id={fieldId("description")}
          label="Description"
          hint="When it is sent, in a sentence."
          error={errors.description?.message}
        >
          <Input autoComplete="off" placeholder="A parcel left the warehouse." {...register("description")} />
        </Field>
        <Field
          id={fieldId("group")}
          label="Group"
          isOptional={isNew}
          hint={
            isNew
              ? "The heading it stands under; “Custom”, unless you give one."
              : "The heading it stands under."
          }
          error={errors.group?.message}
        >
          <Input autoComplete="off" {...register("group")} />
        </Field>
      </FormSection>
      <FormSection
        title="Data"
        description="What the event holds. Whoever publishes it is refused when the data does not fit the schema."
      >
        <Field
          id={fieldId("schema")}
          label="JSON Schema"
          hint="Draft 2020-12, up to 32 KiB. Describe each field, and it is explained in the catalog."
          error={errors.schema?.message}
        >
          <Textarea
            rows={10}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-xs"
            {...register("schema")}
          />
        </Field>
        <Field
          id={fieldId("sample")}
          label="Sample"
          hint="Data that fits the schema. Tests and previews send it."
          error={errors.sample?.message}
        >
          <Textarea
            rows={6}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-xs"
            {...register("sample")}
          />
        </Field>
      </FormSection>
    </>
  );
}
