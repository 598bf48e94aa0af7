"use client";

import { type FormEvent, useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
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
import { useRemoveFactor, useRenameFactor } from "@/features/factors/hooks";
import type { Factor } from "@/features/factors/schema";

export function FactorActions({ factor }: { factor: Factor }) {
  const [dialog, setDialog] = useState<"rename" | "remove" | null>(null);
  const remove = useRemoveFactor();
  const close = (isOpen: boolean) => !isOpen && setDialog(null);

  async function confirm() {
    await remove.mutateAsync(factor.id);
    toast.success(`${factor.name} is removed`);
  }

  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      <Button size="sm" aria-label={`Rename ${factor.name}`} onClick={() => setDialog("rename")}>
        Rename
      </Button>
      <Button size="sm" aria-label={`Remove ${factor.name}`} onClick={() => setDialog("remove")}>
        Remove
      </Button>
      <RenameDialog factor={factor} isOpen={dialog === "rename"} onOpenChange={close} />
      <ConfirmDialog
        isOpen={dialog === "remove"}
        onOpenChange={close}
        title={`Remove ${factor.name}?`}
        description="It no longer signs you in, and every other browser is signed out. Without any second factor your password alone is enough again."
        confirmLabel="Remove"
        onConfirm={confirm}
      />
    </span>
  );
}

interface RenameDialogProps {
  factor: Factor;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

function RenameDialog({ factor, isOpen, onOpenChange }: RenameDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent size="sm">
        <DialogHeader>
          <DialogTitle>Rename {factor.name}</DialogTitle>
        </DialogHeader>
        <RenameForm factor={factor} onClose={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

/** Mounted anew with every opening. */
function RenameForm({ factor, onClose }: { factor: Factor; onClose(): void }) {
  const [name, setName] = useState(factor.name);
  const rename = useRenameFactor();

  function send(event: FormEvent) {
    event.preventDefault();
    if (rename.isPending) return;
    rename.mutate({ id: factor.id, name }, { onSuccess: onClose });
  }

  return (
    <form noValidate onSubmit={send} className="flex min-h-0 flex-1 flex-col">
      <DialogBody>
        <Field label="Name" error={rename.error?.message}>
          <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={rename.isPending}>
          Rename
        </Button>
      </DialogFooter>
    </form>
  );
}
