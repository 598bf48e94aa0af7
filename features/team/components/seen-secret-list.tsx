"use client";

import Link from "next/link";
import { incomingWebhookHref } from "@/features/incoming-webhooks/links";
import { subscriptionHref } from "@/features/subscriptions/links";
import type { SeenSecret } from "@/features/team/schema";

const HREFS: Record<SeenSecret["kind"], (id: string) => string> = {
  subscription: (id) => subscriptionHref(id),
  incoming_webhook: (id) => incomingWebhookHref(id),
};
const LABELS: Record<SeenSecret["kind"], string> = {
  subscription: "Signing secret of the event subscription",
  incoming_webhook: "Secret of the incoming webhook",
};

/** Each with the page on which it is rotated, in a tab of its own: the question around it stays. */
export function SeenSecretList({ secrets, showsWho = false }: { secrets: SeenSecret[]; showsWho?: boolean }) {
  return (
    <ul className="max-h-40 list-disc overflow-y-auto pl-4 text-sm text-muted-foreground">
      {secrets.map(({ kind, id, name, seenBy }) => (
        <li key={id} className="wrap-anywhere">
          {LABELS[kind]} “{name}”{showsWho && `, known to ${seenBy.name}`}:{" "}
          <Link
            href={HREFS[kind](id)}
            target="_blank"
            prefetch={false}
            aria-label={`Rotate the secret of ${name} with overlap`}
            className="inline-block min-h-6 text-link underline underline-offset-3"
          >
            Rotate with overlap
          </Link>
        </li>
      ))}
    </ul>
  );
}
