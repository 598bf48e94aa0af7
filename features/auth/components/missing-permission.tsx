"use client";

import { Lock } from "lucide-react";
import { EmptyState } from "@/components/empty-state";
import { useMe } from "@/features/auth/hooks";
import { roleLabel } from "@/features/auth/role-label";
import type { Scope } from "@/lib/scopes";

interface MissingPermissionProps {
  scope: Scope;
  /** What can't be done, as "You can't …": "see tokens". */
  action: string;
}

/** In place of a page that the viewer's role does not open: what is missing, and who can grant it. */
export function MissingPermission({ scope, action }: MissingPermissionProps) {
  const me = useMe();
  return (
    <EmptyState
      icon={<Lock />}
      title={`You can't ${action}`}
      description={
        <>
          You need the permission <code className="font-mono text-xs">{scope}</code>
          {me && `, which your role ${roleLabel(me.user.role)} does not have`}. An admin of this workspace can
          change your role.
        </>
      }
      className="rounded-lg border border-border bg-card"
    />
  );
}
