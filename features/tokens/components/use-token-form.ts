"use client";

import { useApiForm } from "@/components/api-form";
import { schemaResolver } from "@/components/schema-resolver";
import type { TokenFormValues } from "@/features/tokens/form-values";
import { fieldAt } from "@/lib/issues";

const resolver = schemaResolver(async () => {
  const { tokenFormSchema } = await import("@/features/tokens/form-schema");
  return tokenFormSchema;
});

/** The state that creating and editing share. */
export function useTokenForm(defaultValues: TokenFormValues) {
  return useApiForm({
    defaultValues,
    resolver,
    fieldOf,
    fieldId: (field) => field,
    focus: "summary",
  });
}

const FIELDS = ["name", "scopes", "expiry", "expiresOn", "allowList"] as const;

/** The form's field for a path of the API's body. */
function fieldOf(path: string): (typeof FIELDS)[number] | null {
  if (path === "expiresAt") return "expiresOn";
  if (path.startsWith("allowedCidrs")) return "allowList";
  return fieldAt(FIELDS, path);
}
