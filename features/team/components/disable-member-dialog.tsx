"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useMe } from "@/features/auth/hooks";
import type { User } from "@/features/members/schema";
import { updateUserEndpoint } from "@/features/team/contract";
import { userQuery, useUpdateUser } from "@/features/team/hooks";
import { SubscriptionHeirField } from "./subscription-owner-field";
import { useHeirs } from "./use-new-owners";

interface DisableMemberDialogProps {
  user: User;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

export function DisableMemberDialog({ user, isOpen, onOpenChange }: DisableMemberDialogProps) {
  const update = useUpdateUser();
  useConfirmation(updateUserEndpoint, isOpen);
  const [heirId, setHeirId] = useState<number | null>();
  const detail = useQuery({ ...userQuery(user.id), enabled: isOpen });
  const { defaultId } = useHeirs(user);
  const subscriptions = detail.data?.subscriptions ?? 0;
  const isOneself = useMe()?.user.id === user.id;

  async function confirm() {
    if (detail.error) throw detail.error;
    const to = heirId === undefined ? defaultId : heirId;
    await update.mutateAsync({
      id: user.id,
      status: "disabled",
      ...(subscriptions > 0 && to !== null && { subscriptionsTo: to }),
    });
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
      isLoading={detail.isLoading}
      onConfirm={confirm}
    >
      {isOpen && subscriptions > 0 && (
        <SubscriptionHeirField
          user={user}
          subscriptions={subscriptions}
          value={heirId}
          onChange={setHeirId}
        />
      )}
    </ConfirmDialog>
  );
}

function tokensStop(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? ", and the token they own stops working"
    : `, and the ${count} tokens they own stop working`;
}
