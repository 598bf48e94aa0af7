"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "@/components/toast";
import { NativeSelect } from "@/components/ui/native-select";
import { useCan, useMe } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import type { User } from "@/features/members/schema";
import { useLastAdminId, userQuery, useUpdateUser } from "@/features/team/hooks";
import { losesSubscriptions } from "@/features/team/subscription-rights";
import { ROLES, type Role } from "@/lib/roles";
import { type AskedRole, lostScopes, RoleQuestion } from "./role-question";

/** Gives a member another role at once. It asks before one takes rights from oneself, or those that event subscriptions go by. */
export function RoleSelect({ user }: { user: User }) {
  const hintId = useId();
  const [asked, setAsked] = useState<AskedRole | null>(null);
  const queryClient = useQueryClient();
  const update = useUpdateUser();
  const me = useMe();
  const mayWrite = useCan("team:write");
  const isLastAdmin = useLastAdminId() === user.id;
  if (!mayWrite) return roleLabel(user.role);

  async function give(role: Role, subscriptionsTo?: number) {
    await update.mutateAsync({ id: user.id, role, ...(subscriptionsTo && { subscriptionsTo }) });
    toast.success(`${user.name} is ${roleLabel(role)} now`);
  }

  async function choose(role: Role) {
    const losesAny = user.id === me?.user.id && lostScopes(user.role, role).length > 0;
    const mayOrphan = losesSubscriptions(user, { role, status: user.status });
    const subscriptions = mayOrphan ? (await queryClient.fetchQuery(userQuery(user.id))).subscriptions : 0;
    if (losesAny || subscriptions > 0) setAsked({ role, subscriptions });
    else await give(role);
  }

  return (
    <span className="block max-md:[&_select]:h-9">
      <NativeSelect
        aria-label={`Role of ${user.name}`}
        aria-describedby={isLastAdmin ? hintId : undefined}
        disabled={isLastAdmin || update.isPending}
        value={update.isPending ? update.variables.role : user.role}
        onChange={(event) => {
          const role = ROLES.find((one) => one === event.target.value);
          if (role) choose(role).catch((error: Error) => toast.error(error.message));
        }}
      >
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {roleLabel(role)}
          </option>
        ))}
      </NativeSelect>
      {isLastAdmin && (
        <span id={hintId} className="mt-0.5 block text-xs text-muted-foreground">
          The last admin: make someone else admin first
        </span>
      )}
      <RoleQuestion user={user} asked={asked} onClose={() => setAsked(null)} onGive={give} />
    </span>
  );
}
