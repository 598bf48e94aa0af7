"use client";

import { useState } from "react";
import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { DiscardHeldDialog } from "./discard-held-dialog";
import { PauseBanner, QueueBanner, UndecidedBanner } from "./held-banners";
import { OverlapBanner } from "./overlap-banner";

/** What is out of the ordinary with a webhook, and the way back; nothing otherwise. */
export function IncomingBanners({ webhook }: { webhook: IncomingWebhook }) {
  const { paused, keepsHeld, heldRequests, queuedRequests, previousSecretExpiresAt } = webhook;
  const [isAsking, setIsAsking] = useState(false);
  // What is agreed to is what was shown, however many come meanwhile.
  const [asked, setAsked] = useState(webhook);

  function askDiscard() {
    setAsked(webhook);
    setIsAsking(true);
  }

  return (
    <>
      {paused && <PauseBanner webhook={webhook} paused={paused} onDiscard={askDiscard} />}
      {!paused && keepsHeld && heldRequests > 0 && (
        <UndecidedBanner webhook={webhook} onDiscard={askDiscard} />
      )}
      {!paused && queuedRequests > 0 && <QueueBanner webhook={webhook} onDiscard={askDiscard} />}
      {previousSecretExpiresAt && <OverlapBanner webhook={webhook} endsAt={previousSecretExpiresAt} />}
      {/* Outlasts the banner, which goes with the last of those that wait. */}
      <DiscardHeldDialog webhook={asked} isOpen={isAsking} onOpenChange={setIsAsking} />
    </>
  );
}
