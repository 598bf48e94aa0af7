"use client";

import { useId, useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { NativeSelect } from "@/components/ui/native-select";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan, useMe } from "@/features/auth/hooks";
import { permissionsOf } from "@/features/auth/permissions";
import { roleLabel } from "@/features/auth/role-label";
import { updateUserEndpoint } from "@/features/team/contract";
import { useLastAdminId, useUpdateUser } from "@/features/team/hooks";
import type { User } from "@/features/team/schema";
import { describeScopes } from "@/features/tokens/access";
import { ROLES, type Role } from "@/lib/roles";

/** Gives a member another role at once, and asks before one takes rights from oneself. */
export function RoleSelect({ user }: { user: User }) {
  const hintId = useId();
  const [asked, setAsked] = useState<Role | null>(null);
  const update = useUpdateUser();
  useConfirmation(updateUserEndpoint, asked !== null);
  const me = useMe();
  const mayWrite = useCan("team:write");
  const isLastAdmin = useLastAdminId() === user.id;
  if (!mayWrite) return roleLabel(user.role);

  async function give(role: Role) {
    await update.mutateAsync({ id: user.id, role });
    toast.success(`${user.name} is ${roleLabel(role)} now`);
  }

  function choose(role: Role) {
    if (user.id === me?.user.id && lostScopes(user.role, role).length > 0) setAsked(role);
    else give(role).catch((error: Error) => toast.error(error.message));
  }

  return (
    <span className="block max-md:min-w-40">
      <NativeSelect
        aria-label={`Role of ${user.name}`}
        aria-describedby={isLastAdmin ? hintId : undefined}
        disabled={isLastAdmin || update.isPending}
        value={update.isPending ? update.variables.role : user.role}
        onChange={(event) => {
          const role = ROLES.find((one) => one === event.target.value);
          if (role) choose(role);
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
      <ConfirmDialog
        isOpen={asked !== null}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        title={`Make yourself ${asked ? roleLabel(asked) : ""}?`}
        description={
          <>
            You can then no longer {asked && describeScopes(lostScopes(user.role, asked))}, and neither can
            your tokens. Only another admin can give it back.
          </>
        }
        confirmLabel={`Make me ${asked ? roleLabel(asked) : ""}`}
        onConfirm={() => asked && give(asked)}
      />
    </span>
  );
}

function lostScopes(from: Role, to: Role) {
  const kept = permissionsOf(to);
  return [...permissionsOf(from)].filter((scope) => !kept.has(scope));
}
