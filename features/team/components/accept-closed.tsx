import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { signInHref } from "@/features/auth/links";
import type { OpenInvitation } from "@/features/team/accept-invitation";

const TEXT = {
  unknown: {
    title: "This link doesn't work",
    detail: "It is incomplete, or a newer one took its place. Look for the latest, or ask for a new one.",
  },
  expired: { title: "This invitation has expired", detail: "Ask whoever invited you for a new link." },
  revoked: { title: "This invitation was revoked", detail: "Ask whoever invited you for a new link." },
  accepted: { title: "This invitation was used already", detail: "If that was you, sign in." },
} as const;

/** Why a link opens nothing, and what to do about it. */
export function AcceptClosed({
  reason,
}: {
  reason: Exclude<OpenInvitation["status"], "pending"> | "unknown";
}) {
  const { title, detail } = TEXT[reason];
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="flex items-start gap-2 text-sm text-muted-foreground">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {detail}
      </p>
      <Button asChild>
        <Link href={signInHref()}>Sign in</Link>
      </Button>
    </>
  );
}
