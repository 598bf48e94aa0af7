import type { ReactNode } from "react";
import type { LinkWay } from "@/features/customer-accounts/link-mail";

/** Where to look for a link, in the same words whether there is one or not. */
export function LinkSent({ way, children }: { way: LinkWay; children?: ReactNode }) {
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p>{TEXT[way]}</p>
      {way !== "none" && children && <p>{children}</p>}
    </div>
  );
}

const TEXT: Record<LinkWay, string> = {
  mail: "If we can send you a link, it is on its way to your mailbox.",
  log: "This server has no mail server yet. As it runs on your own machine, the link is in its log.",
  none: "This server can't send mails, so there is no link. Ask the support team for help: they can send you an invitation.",
};
