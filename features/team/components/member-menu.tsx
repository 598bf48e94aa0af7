"use client";

import { Ban, CircleCheck, EllipsisVertical, ShieldOff, UserMinus } from "lucide-react";
import { useState } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useCan, useMe } from "@/features/auth/hooks";
import type { User } from "@/features/members/schema";
import { useLastAdminId, useUpdateUser } from "@/features/team/hooks";
import { DisableMemberDialog } from "./disable-member-dialog";
import { RemoveMemberDialog } from "./remove-member-dialog";
import { ResetFactorsDialog } from "./reset-factors-dialog";

export function MemberMenu({ user }: { user: User }) {
  const [dialog, setDialog] = useState<"disable" | "remove" | "reset" | null>(null);
  const update = useUpdateUser();
  const mayWrite = useCan("team:write");
  const isLastAdmin = useLastAdminId() === user.id;
  const me = useMe();
  const mayReset = mayWrite && me?.user.id !== user.id && (user.factors?.length ?? 0) > 0;
  const isLocked = !mayWrite || isLastAdmin;
  const close = (isOpen: boolean) => !isOpen && setDialog(null);

  function enable() {
    update.mutateAsync({ id: user.id, status: "active" }).then(
      () => toast.success(`${user.name} can sign in again`),
      (error: Error) => toast.error(error.message),
    );
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${user.name}`}>
            <EllipsisVertical aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {isLocked && (
            <DropdownMenuLabel className="max-w-56 whitespace-normal">
              {mayWrite
                ? "The last admin stays. Make someone else admin first."
                : "Your role can't change the team. An admin can."}
            </DropdownMenuLabel>
          )}
          {user.status === "active" ? (
            <DropdownMenuItem disabled={isLocked} onSelect={() => setDialog("disable")}>
              <Ban aria-hidden />
              Disable
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem disabled={isLocked} onSelect={enable}>
              <CircleCheck aria-hidden />
              Enable
            </DropdownMenuItem>
          )}
          {mayReset && (
            <DropdownMenuItem onSelect={() => setDialog("reset")}>
              <ShieldOff aria-hidden />
              Reset second factors
            </DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" disabled={isLocked} onSelect={() => setDialog("remove")}>
            <UserMinus aria-hidden />
            Remove
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ResetFactorsDialog user={user} isOpen={dialog === "reset"} onOpenChange={close} />
      <DisableMemberDialog user={user} isOpen={dialog === "disable"} onOpenChange={close} />
      <RemoveMemberDialog user={user} isOpen={dialog === "remove"} onOpenChange={close} />
    </>
  );
}
