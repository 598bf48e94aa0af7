"use client";

import dynamic from "next/dynamic";
import { orLoadAgain } from "@/components/load-again";
import type { TranscriptEntry } from "@/components/transcript-types";
import { hasSiteHealthText } from "@/features/environment-reports/site-health-text";
import type { Ticket } from "@/features/tickets/schema";
import { openingId } from "./conversation-entries";

// What reads such a text is large, and few tickets hold one.
const SiteInfoOffer = dynamic(
  () => orLoadAgain(() => import("./site-info-offer").then(({ SiteInfoOffer }) => SiteInfoOffer)),
  { loading: () => null },
);

/** Puts an offer beside each text that a customer pasted of their site. */
export function withSiteInfoOffers(
  entries: TranscriptEntry[],
  { ticket, isAllowed }: { ticket: Ticket; isAllowed: boolean },
): TranscriptEntry[] {
  if (!isAllowed) return entries;
  return entries.map((entry) => {
    if (entry.kind === "system" || typeof entry.body !== "string") return entry;
    if (!hasSiteHealthText(entry.body)) return entry;
    const commentId = entry.id === openingId(ticket) ? undefined : entry.id;
    return { ...entry, actions: <SiteInfoOffer ticket={ticket} commentId={commentId} text={entry.body} /> };
  });
}
