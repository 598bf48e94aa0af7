"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useMe } from "@/features/auth/hooks";
import { permissionsOf } from "@/features/auth/permissions";
import { roleLabel } from "@/features/auth/role-label";
import type { User } from "@/features/members/schema";
import { updateUserEndpoint } from "@/features/team/contract";
import { describeScopes } from "@/features/tokens/access";
import type { Role } from "@/lib/roles";
import type { Scope } from "@/lib/scopes";
import { SubscriptionHeirField } from "./subscription-owner-field";
import { useHeirs } from "./use-new-owners";

export interface AskedRole {
  role: Role;
  /** How many event subscriptions want another owner. */
  subscriptions: number;
}

interface RoleQuestionProps {
  user: User;
  asked: AskedRole | null;
  onClose(): void;
  onGive(role: Role, subscriptionsTo?: number): Promise<void>;
}

export function RoleQuestion({ user, asked, onClose, onGive }: RoleQuestionProps) {
  const [heirId, setHeirId] = useState<number | null>();
  useConfirmation(updateUserEndpoint, asked !== null);
  const { defaultId } = useHeirs(user);
  const isOneself = useMe()?.user.id === user.id;
  const label = asked ? roleLabel(asked.role) : "";
  const lost = asked ? describeScopes(lostScopes(user.role, asked.role)) : null;

  function confirm() {
    const to = heirId === undefined ? defaultId : heirId;
    return asked && onGive(asked.role, asked.subscriptions > 0 && to !== null ? to : undefined);
  }

  return (
    <ConfirmDialog
      isOpen={asked !== null}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        setHeirId(undefined);
        onClose();
      }}
      title={isOneself ? `Make yourself ${label}?` : `Make ${user.name} ${label}?`}
      description={
        isOneself
          ? `You can then no longer ${lost}, and neither can your tokens. Only another admin can give it back.`
          : `${user.name} can then no longer ${lost}, and neither can their tokens.`
      }
      confirmLabel={isOneself ? `Make me ${label}` : `Make ${label}`}
      onConfirm={confirm}
    >
      {asked && asked.subscriptions > 0 && (
        <SubscriptionHeirField
          user={user}
          subscriptions={asked.subscriptions}
          value={heirId}
          onChange={setHeirId}
        />
      )}
    </ConfirmDialog>
  );
}

export function lostScopes(from: Role, to: Role): Scope[] {
  const kept = permissionsOf(to);
  return [...permissionsOf(from)].filter((scope) => !kept.has(scope));
}
