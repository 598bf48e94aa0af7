"use client";

import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { AddedFactor } from "@/features/factors/schema";

export interface PasskeyFormProps {
  /** Has the browser make one as well. */
  add(name: string): Promise<AddedFactor>;
  onAdded(added: AddedFactor): void;
  onCancel(): void;
}

export function PasskeyForm({ add, onAdded, onCancel }: PasskeyFormProps) {
  const [name, setName] = useState("This device");
  const [error, setError] = useState<Error | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (isPending) return;
    setIsPending(true);
    try {
      onAdded(await add(name));
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error("It did not work. Try again."));
    } finally {
      setIsPending(false);
    }
  }

  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-4">
      <p className="text-sm">
        Your browser asks next, for your finger, your face, a PIN or a security key. Nobody can copy a passkey
        off a wrong site.
      </p>
      <Field label="Name" hint="So that you know it again: “Work laptop”, “Blue key”.">
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
      {error && <FormAlert attempt={error}>{error.message}</FormAlert>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          Add passkey
        </Button>
      </div>
    </form>
  );
}
