"use client";

import { TriangleAlert } from "lucide-react";
import type { UseFormRegister } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { EXPIRIES, type Expiry, type TokenFormValues } from "@/features/tokens/form-values";

const LABELS: Record<Expiry, string> = {
  "7": "7 days",
  "30": "30 days",
  "90": "90 days",
  "365": "1 year",
  date: "On a date",
  never: "Never",
};

interface ExpiryFieldProps {
  register: UseFormRegister<TokenFormValues>;
  expiry: Expiry;
  error: string | undefined;
  /** What was wrong with a date says nothing about the next choice. */
  onExpiryChange(): void;
}

export function ExpiryField({ register, expiry, error, onExpiryChange }: ExpiryFieldProps) {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-3">
        <Field id="expiry" label="Expires" className="w-40 max-md:w-full">
          <NativeSelect {...register("expiry", { onChange: onExpiryChange })}>
            {EXPIRIES.map((one) => (
              <option key={one} value={one}>
                {LABELS[one]}
              </option>
            ))}
          </NativeSelect>
        </Field>
        {expiry === "date" && (
          <Field id="expiresOn" label="Last day" error={error} className="w-44 max-md:w-full">
            <Input type="date" {...register("expiresOn")} />
          </Field>
        )}
      </div>
      {expiry === "never" && (
        <p role="status" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          If this token leaks, it works until somebody notices and revokes it. Prefer a date, and replace it
          in time.
        </p>
      )}
    </div>
  );
}
