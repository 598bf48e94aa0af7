"use client";

import Form from "next/form";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { confirmDeviceHref } from "@/features/oauth/links";

interface DeviceCodeFormProps {
  /** From the address, for the person to compare. */
  code: string;
  error: string | null;
}

export function DeviceCodeForm({ code, error }: DeviceCodeFormProps) {
  return (
    <Form action={confirmDeviceHref()} prefetch={false} className="flex flex-col gap-4">
      <Field
        id="user_code"
        label="Code"
        hint={
          code && !error
            ? "Is it the code that your site shows? If not, enter that one."
            : "Your site shows it: 8 letters."
        }
        error={error}
      >
        <Input
          name="user_code"
          defaultValue={code}
          required
          maxLength={40}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          className="h-12 font-mono text-xl tracking-widest uppercase"
        />
      </Field>
      <Continue />
    </Form>
  );
}

function Continue() {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" variant="primary" size="lg" isPending={pending}>
      Continue
    </Button>
  );
}
