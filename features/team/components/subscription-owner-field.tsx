"use client";

import type { User } from "@/features/members/schema";
import { HeirSelect } from "./new-owner-select";
import { useHeirs } from "./use-new-owners";

interface SubscriptionHeirFieldProps {
  user: User;
  subscriptions: number;
  value: number | null | undefined;
  onChange(heirId: number | null): void;
}

/** Event subscriptions go by their owner's rights: who owns them once these shrink? Undefined stands for the default, whoever does it. */
export function SubscriptionHeirField({ user, subscriptions, value, onChange }: SubscriptionHeirFieldProps) {
  const { heirs, defaultId } = useHeirs(user);
  const heirId = value === undefined ? defaultId : value;
  const owned = subscriptions === 1 ? "1 event subscription" : `${subscriptions} event subscriptions`;
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <p className="font-medium">
        {user.name} owns {owned}. Who takes over?
      </p>
      <HeirSelect
        label="New owner of the event subscriptions"
        heirs={heirs}
        value={heirId}
        onChange={onChange}
        nobody="Nobody for now"
      />
      <p className="text-muted-foreground">
        {heirId === null
          ? "Events that the owner may no longer read are held until somebody decides."
          : "Deliveries go on, with the rights of the new owner."}
      </p>
    </div>
  );
}
