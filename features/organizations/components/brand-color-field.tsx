"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { LetterMark } from "@/components/brand";
import { brandStyle } from "@/components/brand-style";
import { FormSection } from "@/components/form-section";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { BRAND_COLOR, brandColorOf } from "@/features/organizations/brand-color";
import type { OrganizationFormValues } from "@/features/organizations/form-values";

/** What a picker shows while there is none: Replify's own. */
const OURS = "#2453c8";

export function BrandColorField() {
  const { register, formState, setValue } = useFormContext<OrganizationFormValues>();
  const [name, typed] = useWatch<OrganizationFormValues, ["name", "brandColor"]>({
    name: ["name", "brandColor"],
  });
  const stored = brandColorOf(typed);
  const color = BRAND_COLOR.test(stored) ? stored : null;
  return (
    <FormSection
      title="Customers' pages"
      description="What customers see at /account, and where they connect an app."
    >
      <Field
        id="brandColor"
        label="Color"
        isOptional
        hint="Of buttons and of your mark. Text on it turns black or white, whichever can be read."
        error={formState.errors.brandColor?.message}
      >
        <div className="flex items-center gap-2">
          <Input
            {...register("brandColor")}
            placeholder={OURS}
            className="w-32 font-mono"
            spellCheck={false}
          />
          <input
            type="color"
            aria-label="Pick a color"
            value={color ?? OURS}
            onChange={({ target }) =>
              setValue("brandColor", target.value, { shouldDirty: true, shouldValidate: true })
            }
            className="h-8 w-11 cursor-pointer rounded-md border border-input bg-card p-1 disabled:cursor-not-allowed disabled:opacity-60"
          />
        </div>
      </Field>
      <div
        aria-hidden
        style={brandStyle(color)}
        className="flex flex-wrap items-center gap-3 rounded-lg border border-border bg-background px-4 py-3"
      >
        <LetterMark name={name} />
        <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
        <span className="rounded-md bg-primary px-3 py-1.5 text-sm font-medium text-primary-foreground">
          Open a ticket
        </span>
      </div>
    </FormSection>
  );
}
