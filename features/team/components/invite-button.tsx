"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { useRefreshInvitations } from "@/features/team/hooks";
import { teamHref } from "@/features/team/links";
import type { SentInvitations } from "@/features/team/schema";
import { teamTabHref } from "@/features/team/search-params";
import { InvitationLinks } from "./invitation-links";
import { InviteDialog } from "./invite-dialog";

/** From addresses to links: the form, then what it made, shown once. Each tab says itself what the viewer's role lacks. */
export function InviteButton() {
  const [isOpen, setIsOpen] = useState(false);
  const [sent, setSent] = useState<SentInvitations | null>(null);
  const mayInvite = useCan("team:write");
  const refresh = useRefreshInvitations();
  const router = useRouter();
  useHotkey("c", () => setIsOpen(true), { label: "Invite people", isEnabled: mayInvite });
  if (!mayInvite) return null;
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
            router.push(teamTabHref(teamHref(), { tab: "invitations" }));
          }}
        />
      )}
    </>
  );
}
