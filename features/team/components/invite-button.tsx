"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { useRefreshInvitations } from "@/features/team/hooks";
import type { SentInvitations } from "@/features/team/schema";
import { InvitationLinks } from "./invitation-links";
import { InviteDialog } from "./invite-dialog";
import { useTeamSearch } from "./use-team-search";

/** From addresses to links: the form, then what it made, shown once. */
export function InviteButton() {
  const [isOpen, setIsOpen] = useState(false);
  const [sent, setSent] = useState<SentInvitations | null>(null);
  const mayInvite = useCan("team:write");
  const refresh = useRefreshInvitations();
  const { open } = useTeamSearch();
  useHotkey("c", () => setIsOpen(true), { label: "Invite people", isEnabled: mayInvite });
  if (!mayInvite) {
    return (
      <p className="text-sm text-muted-foreground">Your role can't invite people. An admin can change it.</p>
    );
  }
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        <UserPlus aria-hidden />
        Invite
      </Button>
      <InviteDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        onSent={(result) => {
          setIsOpen(false);
          setSent(result);
        }}
      />
      {sent && (
        <InvitationLinks
          title={sent.data.length === 1 ? "Invitation created" : `${sent.data.length} invitations created`}
          invitations={sent.data}
          isMailed={sent.mailed}
          onClose={() => {
            setSent(null);
            void refresh();
            open("invitations");
          }}
        />
      )}
    </>
  );
}
