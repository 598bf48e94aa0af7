"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { readSiteHealth } from "@/features/environment-reports/site-health";
import { readSiteHealthText } from "@/features/environment-reports/site-health-text";
import { canExtractInto } from "@/features/tickets/can-extract";
import { useExtractDiagnostics } from "@/features/tickets/hooks";
import type { Ticket } from "@/features/tickets/schema";

interface SiteInfoOfferProps {
  ticket: Ticket;
  /** Undefined for the opening text. */
  commentId: string | undefined;
  /** What the customer pasted. */
  text: string;
}

/** Offers to show as diagnostics what a customer pasted of their site. */
export function SiteInfoOffer({ ticket, commentId, text }: SiteInfoOfferProps) {
  if (!canExtractInto(ticket)) return null;
  return <Offer ticketId={ticket.id} commentId={commentId} isShown={isShown(text, ticket.diagnostics)} />;
}

function isShown(text: string, diagnostics: Ticket["diagnostics"]): boolean {
  const { sections } = readSiteHealth(readSiteHealthText(text), false);
  return JSON.stringify(sections) === JSON.stringify(diagnostics?.sections);
}

interface OfferProps {
  ticketId: string;
  /** Undefined for the opening text. */
  commentId: string | undefined;
  isShown: boolean;
}

function Offer({ ticketId, commentId, isShown }: OfferProps) {
  const { mutate, isPending, isSuccess } = useExtractDiagnostics(ticketId);
  const link = useRef<HTMLAnchorElement>(null);
  // The button that had the focus is gone.
  useEffect(() => {
    if (isShown && isSuccess) link.current?.focus();
  }, [isShown, isSuccess]);
  if (isShown) {
    return (
      <Button asChild variant="link" size="inline">
        <Link ref={link} href="?tab=diagnostics" scroll={false} prefetch={false}>
          Shown as diagnostics
        </Link>
      </Button>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground">
      Site info found:
      <Button
        variant="link"
        size="inline"
        isPending={isPending}
        onClick={() => mutate(commentId, { onError: (error) => toast.error(error.message) })}
      >
        Show as diagnostics
      </Button>
    </span>
  );
}
