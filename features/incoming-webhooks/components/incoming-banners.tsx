import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { KeptBanner, PauseBanner } from "./held-banners";
import { OverlapBanner } from "./overlap-banner";

/** What is out of the ordinary with a webhook, and the way back; nothing otherwise. */
export function IncomingBanners({ webhook }: { webhook: IncomingWebhook }) {
  const { paused, keepsHeld, heldRequests, previousSecretExpiresAt } = webhook;
  return (
    <>
      {paused && <PauseBanner webhook={webhook} paused={paused} />}
      {!paused && keepsHeld && heldRequests > 0 && <KeptBanner webhook={webhook} />}
      {previousSecretExpiresAt && <OverlapBanner webhook={webhook} endsAt={previousSecretExpiresAt} />}
    </>
  );
}
