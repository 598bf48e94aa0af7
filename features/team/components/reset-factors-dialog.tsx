"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import type { User } from "@/features/members/schema";
import { resetFactorsEndpoint } from "@/features/team/contract";
import { useResetFactors } from "@/features/team/hooks";

interface ResetFactorsDialogProps {
  user: User;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function ResetFactorsDialog({ user, isOpen, onOpenChange }: ResetFactorsDialogProps) {
  const reset = useResetFactors();
  useConfirmation(resetFactorsEndpoint, isOpen);

  async function confirm() {
    await reset.mutateAsync(user.id);
    toast.success(`${user.name} has no second factor any more`);
  }

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Reset the second factors of ${user.name}?`}
      description="For somebody who has lost them. Be sure who asks: until they add one again, their password alone is enough. They are signed out everywhere, and get a mail."
      confirmLabel="Reset"
      onConfirm={confirm}
    />
  );
}
