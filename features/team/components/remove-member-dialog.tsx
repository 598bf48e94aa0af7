"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useMe } from "@/features/auth/hooks";
import { removeUserEndpoint } from "@/features/team/contract";
import { useRemoveUser, userQuery } from "@/features/team/hooks";
import type { User } from "@/features/team/schema";
import { type Inheritance, InheritanceFields } from "./inheritance-fields";

interface RemoveMemberDialogProps {
  user: User;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Takes a member out; who owns tokens needs an heir, or the tokens end. */
export function RemoveMemberDialog({ user, isOpen, onOpenChange }: RemoveMemberDialogProps) {
  const [choice, setChoice] = useState<Inheritance>({ kind: "transfer", heirId: null });
  const remove = useRemoveUser();
  useConfirmation(removeUserEndpoint, isOpen);
  const detail = useQuery({ ...userQuery(user.id), enabled: isOpen });
  const isOneself = useMe()?.user.id === user.id;
  const tokens = detail.data?.activeTokens ?? user.activeTokens;
  const subscriptions = detail.data?.subscriptions ?? 0;

  async function confirm() {
    if (detail.error) throw detail.error;
    if (detail.isPending) throw new Error("Still looking up what they own. Try again in a moment.");
    const ownsAny = tokens + subscriptions > 0;
    if (ownsAny && choice.kind === "transfer" && choice.heirId === null)
      throw new Error("Choose who takes over, or revoke the tokens.");
    await remove.mutateAsync({ id: user.id, ...(ownsAny ? toQuery(choice) : {}) });
    toast.success(`${user.name} was removed`);
  }

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={isOneself ? "Remove yourself?" : `Remove ${user.name}?`}
      description={`${isOneself ? "You are" : `${user.name} is`} signed out everywhere at once and leaves all teams. What was done stays on record. To come back it takes a new invitation.`}
      confirmLabel="Remove"
      onConfirm={confirm}
    >
      {isOpen && tokens + subscriptions > 0 && (
        <InheritanceFields
          user={user}
          activeTokens={tokens}
          tokens={detail.data?.tokens}
          subscriptions={subscriptions}
          value={choice}
          onChange={setChoice}
        />
      )}
    </ConfirmDialog>
  );
}

function toQuery(choice: Inheritance) {
  if (choice.kind === "revoke") return { tokens: "revoke" as const };
  return choice.heirId === null ? {} : { transferTo: choice.heirId };
}
