"use client";

import { EllipsisVertical, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import type { Team } from "@/features/members/schema";
import { deleteTeamEndpoint } from "@/features/team/contract";
import { useDeleteTeam, useRenameTeam } from "@/features/team/hooks";
import { TeamMembersDialog } from "./team-members-dialog";
import { TeamNameDialog } from "./team-name-dialog";

export function TeamActions({ team }: { team: Team }) {
  const [dialog, setDialog] = useState<"members" | "rename" | "delete" | null>(null);
  const rename = useRenameTeam();
  const remove = useDeleteTeam();
  useConfirmation(deleteTeamEndpoint, dialog === "delete");
  const mayWrite = useCan("team:write");
  const close = (isOpen: boolean) => !isOpen && setDialog(null);
  if (!mayWrite) return <span className="text-xs text-muted-foreground">An admin can change it</span>;

  async function confirmDelete() {
    await remove.mutateAsync(team.id);
    toast.success(`Team “${team.name}” deleted`);
  }

  return (
    <span className="inline-flex items-center gap-1.5">
      <Button size="sm" aria-label={`Members of ${team.name}`} onClick={() => setDialog("members")}>
        Members
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${team.name}`}>
            <EllipsisVertical aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setDialog("rename")}>
            <Pencil aria-hidden />
            Rename
          </DropdownMenuItem>
          <DropdownMenuItem tone="danger" onSelect={() => setDialog("delete")}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <TeamMembersDialog team={team} isOpen={dialog === "members"} onOpenChange={close} />
      <TeamNameDialog
        title={`Rename “${team.name}”`}
        submitLabel="Rename"
        name={team.name}
        isOpen={dialog === "rename"}
        onOpenChange={close}
        onSave={(name) => rename.mutateAsync({ id: team.id, name })}
      />
      <ConfirmDialog
        isOpen={dialog === "delete"}
        onOpenChange={close}
        title={`Delete the team “${team.name}”?`}
        description="Its members stay in the workspace."
        confirmLabel="Delete team"
        onConfirm={confirmDelete}
      />
    </span>
  );
}
