"use client";

import { AccountForm } from "@/features/customer-accounts/account-form";
import { askForVerification } from "@/features/customer-accounts/actions";
import type { LinkWay } from "@/features/customer-accounts/link-mail";
import { LinkSent } from "@/features/customer-accounts/link-sent";

interface UnconfirmedNoticeProps {
  clientId: string;
  linkWay: LinkWay;
}

/** Why earlier tickets don't show, and how they come to. It keeps nobody from going on. */
export function UnconfirmedNotice({ clientId, linkWay }: UnconfirmedNoticeProps) {
  return (
    <div className="flex flex-col gap-3 rounded-md border border-border px-3 py-3">
      <p className="text-sm">
        Your address is not confirmed yet. You can go on; tickets from before show once{" "}
        {linkWay === "none"
          ? "it is. As this server can't send mails, ask the support team for an invitation: it confirms the address."
          : "you have opened the link in our mail."}
      </p>
      {linkWay !== "none" && (
        <AccountForm
          action={askForVerification}
          hidden={{ client_id: clientId }}
          submit="Send the link again"
          variant="secondary"
          sent={<LinkSent way={linkWay} />}
        />
      )}
    </div>
  );
}
