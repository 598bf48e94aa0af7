"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useApiForm } from "@/components/api-form";
import { type TokenFormValues, tokenFormSchema } from "@/features/tokens/form-values";
import { fieldAt } from "@/lib/issues";

/** The state that creating and editing share. */
export function useTokenForm(defaultValues: TokenFormValues) {
  return useApiForm({
    defaultValues,
    resolver: zodResolver(tokenFormSchema),
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
