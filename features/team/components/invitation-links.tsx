"use client";

import { SecretReveal } from "@/components/secret-reveal";
import type { SentInvitation } from "@/features/team/schema";

interface InvitationLinksProps {
  title: string;
  invitations: SentInvitation[];
  isMailed: boolean;
  onClose(): void;
}

/** The links, once. Of many, copying the list counts for all. */
export function InvitationLinks({ title, invitations, isMailed, onClose }: InvitationLinksProps) {
  const links = invitations.map(({ email, url }) => ({ label: `Link for ${email}`, value: url }));
  const all = {
    label: "All links",
    value: invitations.map(({ email, url }) => `${email} ${url}`).join("\n"),
  };
  return (
    <SecretReveal
      isOpen
      title={title}
      description={
        isMailed
          ? "Mails with the links are on their way. You can pass them on yourself as well."
          : "No mail server is set up, so pass each link on yourself, to that person only."
      }
      fields={links.length > 1 ? [all, ...links.map((link) => ({ ...link, isSecret: false }))] : links}
      onClose={onClose}
    />
  );
}
