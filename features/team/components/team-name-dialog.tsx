"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { loadCode } from "@/lib/load-code";

interface TeamNameDialogProps {
  title: string;
  submitLabel: string;
  name: string;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onSave(name: string): Promise<unknown>;
}

export function TeamNameDialog({ title, isOpen, onOpenChange, ...form }: TeamNameDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent size="sm">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
        </DialogHeader>
        <NameForm {...form} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

interface NameFormProps extends Pick<TeamNameDialogProps, "submitLabel" | "name" | "onSave"> {
  onClose(): void;
}

function NameForm({ submitLabel, name, onSave, onClose }: NameFormProps) {
  const fieldId = useId();
  const [typed, setTyped] = useState(name);
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function save() {
    const { createTeamSchema } = await loadCode(() => import("@/features/team/schema"));
    const parsed = createTeamSchema.safeParse({ name: typed });
    if (!parsed.success) throw new Error(parsed.error.issues[0]?.message);
    await onSave(parsed.data.name);
  }

  function send(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    setIsPending(true);
    save()
      .then(onClose, (cause: Error) => {
        setError(cause.message);
        document.getElementById(fieldId)?.focus();
      })
      .finally(() => setIsPending(false));
  }

  return (
    <form noValidate onSubmit={send} className="flex min-h-0 flex-1 flex-col">
      <DialogBody>
        <Field id={fieldId} label="Name" error={error}>
          <Input
            value={typed}
            autoComplete="off"
            onChange={(event) => {
              setTyped(event.target.value);
              setError(null);
            }}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          {submitLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}
