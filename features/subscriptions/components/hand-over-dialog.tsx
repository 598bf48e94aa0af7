"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan, useMe } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import { activeUsersQuery } from "@/features/members/hooks";
import { ownerLacks } from "@/features/subscription-states/owner-lacks";
import { updateSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { useUpdateSubscription } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";

interface HandOverDialogProps {
  subscription: Subscription;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Names the new owner: oneself, or with the right to change people, anyone whose role may read its events. */
export function HandOverDialog({ subscription, isOpen, onOpenChange }: HandOverDialogProps) {
  const me = useMe()?.user;
  const mayName = useCan("team:write");
  const update = useUpdateSubscription(subscription.id);
  useConfirmation(updateSubscriptionEndpoint, isOpen);
  const people = useQuery({
    ...activeUsersQuery(),
    enabled: isOpen && mayName,
  });
  const [ownerId, setOwnerId] = useState<number | null>(null);
  const others = (people.data?.data ?? []).filter(
    ({ id, role }) => id !== me?.id && ownerLacks(role, subscription.eventTypes).length === 0,
  );
  const chosen = ownerId ?? me?.id;

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      tone="default"
      title={`Hand over “${subscription.name}”?`}
      description={`It belongs to ${subscription.createdBy.name} and gets what their role may read. From now on the new owner's role decides. Events that were held because a right was missing are then sent.`}
      confirmLabel="Hand over"
      onConfirm={async () => {
        const saved = await update.mutateAsync({ ownerId: chosen });
        toast.success(`“${saved.name}” belongs to ${saved.createdBy.name}`);
      }}
    >
      <Field
        label="New owner"
        hint={mayName ? undefined : "Naming someone else needs the permission team:write."}
        error={people.error ? `The members could not be loaded: ${people.error.message}` : undefined}
      >
        <NativeSelect value={chosen ?? ""} onChange={(event) => setOwnerId(Number(event.target.value))}>
          {me && <option value={me.id}>{me.name} (you)</option>}
          {others.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name} ({person.email}, {roleLabel(person.role)})
            </option>
          ))}
        </NativeSelect>
      </Field>
    </ConfirmDialog>
  );
}
