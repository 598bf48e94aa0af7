"use client";

import { toast } from "sonner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useMe } from "@/features/auth/hooks";
import { updateUserEndpoint } from "@/features/team/contract";
import { useUpdateUser } from "@/features/team/hooks";
import type { User } from "@/features/team/schema";

interface DisableMemberDialogProps {
  user: User;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function DisableMemberDialog({ user, isOpen, onOpenChange }: DisableMemberDialogProps) {
  const update = useUpdateUser();
  useConfirmation(updateUserEndpoint, isOpen);
  const isOneself = useMe()?.user.id === user.id;

  async function confirm() {
    await update.mutateAsync({ id: user.id, status: "disabled" });
    toast.success(`${user.name} is disabled`);
  }

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={isOneself ? "Disable yourself?" : `Disable ${user.name}?`}
      description={
        <>
          {isOneself ? "You are" : `${user.name} is`} signed out everywhere at once
          {tokensStop(user.activeTokens)}. What was made stays, and any admin can enable{" "}
          {isOneself ? "you" : "them"} again.
        </>
      }
      confirmLabel="Disable"
      onConfirm={confirm}
    />
  );
}

function tokensStop(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? ", and the token they own stops working"
    : `, and the ${count} tokens they own stop working`;
}
