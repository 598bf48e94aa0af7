"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useMe } from "@/features/auth/hooks";
import type { User } from "@/features/members/schema";
import { removeUserEndpoint } from "@/features/team/contract";
import { seenSecretsQuery, useRemoveUser, userQuery } from "@/features/team/hooks";
import { FULL_INHERITANCE, type Inheritance, InheritanceFields } from "./inheritance-fields";
import { SeenSecretList } from "./seen-secret-list";

interface RemoveMemberDialogProps {
  user: User;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Takes a member out; who owns tokens needs an heir, or the tokens end. */
export function RemoveMemberDialog({ user, isOpen, onOpenChange }: RemoveMemberDialogProps) {
  const [choice, setChoice] = useState<Inheritance>(FULL_INHERITANCE);
  const remove = useRemoveUser();
  useConfirmation(removeUserEndpoint, isOpen);
  const detail = useQuery({ ...userQuery(user.id), enabled: isOpen });
  const secrets = useQuery({ ...seenSecretsQuery(user.id), enabled: isOpen }).data?.data ?? [];
  const me = useMe()?.user.id;
  const isOneself = me === user.id;
  const tokens = detail.data?.activeTokens ?? user.activeTokens;
  const subscriptions = detail.data?.subscriptions ?? 0;

  async function confirm() {
    if (detail.error) throw detail.error;
    const ownsAny = tokens + subscriptions > 0;
    await remove.mutateAsync({
      id: user.id,
      ...(ownsAny ? toQuery(choice, isOneself ? undefined : me) : {}),
    });
    toast.success(`${user.name} was removed`);
  }

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={isOneself ? "Remove yourself?" : `Remove ${user.name}?`}
      description={`${isOneself ? "You are" : `${user.name} is`} signed out everywhere at once and leaves all teams. What they did stays on record. To come back, they need a new invitation.`}
      confirmLabel="Remove"
      isLoading={detail.isLoading}
      onConfirm={confirm}
    >
      {isOpen && tokens + subscriptions > 0 && (
        <InheritanceFields
          user={user}
          isOneself={isOneself}
          activeTokens={tokens}
          tokens={detail.data?.tokens}
          subscriptions={subscriptions}
          value={choice}
          onChange={setChoice}
        />
      )}
      {isOpen && secrets.length > 0 && (
        <div className="flex flex-col gap-1">
          <p className="text-sm font-medium">
            {user.name} knows secrets that keep working. They stay listed here on the Team page.
          </p>
          <SeenSecretList secrets={secrets} />
        </div>
      )}
    </ConfirmDialog>
  );
}

function toQuery(choice: Inheritance, defaultHeir: number | undefined) {
  if (choice.kind === "revoke") return { tokens: "revoke" as const };
  const transferTo = choice.heirId === undefined ? defaultHeir : choice.heirId;
  if (!transferTo) throw new Error("Choose who takes over, or revoke the tokens.");
  return { transferTo, overlapSeconds: choice.overlapSeconds };
}
