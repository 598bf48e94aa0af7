"use client";

import { Plus, Trash2 } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { REDIRECT_URIS_MAX } from "@/features/oauth-clients/defaults";
import type { ClientFormValues } from "@/features/oauth-clients/form-values";
import { fieldId } from "./use-client-form";

/** A row for each address that the browser may return to. */
export function RedirectUriFields() {
  const { control, register, formState } = useFormContext<ClientFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: "redirectUris" });
  const { redirectUris: errors } = formState.errors;
  return (
    <FieldSet
      legend="Redirect URIs"
      hint="Where the browser returns to once the customer has decided. Compared character by character: https, or http://127.0.0.1 and http://[::1], whose port is free."
    >
      {fields.map((row, index) => (
        <div key={row.id} className="flex items-start gap-1">
          <Field
            id={fieldId(`redirectUris.${index}.uri`)}
            label={`Redirect URI ${index + 1}`}
            isLabelHidden
            error={errors?.[index]?.uri?.message}
            className="min-w-0 flex-1"
          >
            <Input
              {...register(`redirectUris.${index}.uri`)}
              placeholder="https://app.example.com/callback"
              inputMode="url"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-xs"
            />
          </Field>
          {fields.length > 1 && (
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove redirect URI ${index + 1}`}
              onMouseDown={keepFocus}
              onClick={() => remove(index)}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {fields.length < REDIRECT_URIS_MAX && (
        <span>
          <Button size="sm" onMouseDown={keepFocus} onClick={() => append({ uri: "" })}>
            <Plus aria-hidden />
            Add redirect URI
          </Button>
        </span>
      )}
      <TemplateHelp />
    </FieldSet>
  );
}

/** A row that is left shows its error, which would move the button away from under the pointer before it is released. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

function TemplateHelp() {
  return (
    <div className="mt-1 flex flex-col gap-1 rounded-lg bg-muted px-3 py-2 text-sm">
      <p>
        <strong className="font-medium">A plugin runs on every customer's site?</strong> Write{" "}
        <Code>https://*/wp-admin/admin.php?page=replify</Code> once: it stands for that page of any WordPress
        site.
      </p>
      <p>
        Matches: <Code>https://shop.example/blog/wp-admin/admin.php?page=replify</Code>
      </p>
      <p>
        Does not: <Code>https://shop.example:8443/wp-admin/admin.php?page=replify&amp;tab=2</Code> (another
        port, and a parameter more)
      </p>
    </div>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-xs wrap-anywhere">{children}</code>;
}
