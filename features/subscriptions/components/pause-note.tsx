"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { usePauseSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";

/** Why it is paused: pausing itself asks for nothing. */
export function PauseNote({ subscription }: { subscription: Subscription }) {
  const [isOpen, setIsOpen] = useState(false);
  const pause = usePauseSubscription();
  if (!isOpen)
    return (
      <Button size="sm" variant="ghost" onClick={() => setIsOpen(true)}>
        Say why
      </Button>
    );

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note")).trim();
    pause.mutate({ id: subscription.id, note }, { onSuccess: () => setIsOpen(false) });
  }

  return (
    <form className="flex w-full flex-wrap items-end gap-2" onSubmit={save}>
      <Field
        label="Why it is paused"
        hint="Shown to your team."
        error={pause.error?.message}
        className="min-w-0 flex-1"
      >
        <Input name="note" maxLength={200} autoComplete="off" autoFocus />
      </Field>
      <Button type="submit" size="sm" isPending={pause.isPending}>
        Save
      </Button>
    </form>
  );
}
