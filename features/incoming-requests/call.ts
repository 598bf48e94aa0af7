import "server-only";
import { database } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";

export interface IncomingCall {
  key: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** What came, where more than `body` was sent than we take. */
  bodyBytes: number;
  ip: string | null;
}

/** What a call of a webhook is judged and processed by. */
export type Webhook = Awaited<ReturnType<typeof selectWebhooks>>[number];

export function selectWebhooks() {
  return database()
    .select({
      id: incomingWebhooks.id,
      organizationId: incomingWebhooks.organizationId,
      name: incomingWebhooks.name,
      action: incomingWebhooks.action,
      signatureScheme: incomingWebhooks.signatureScheme,
      requireTimestamp: incomingWebhooks.requireTimestamp,
      secretCiphertext: incomingWebhooks.secretCiphertext,
      previousSecretCiphertext: incomingWebhooks.previousSecretCiphertext,
      previousSecretExpiresAt: incomingWebhooks.previousSecretExpiresAt,
      mapping: incomingWebhooks.mapping,
      defaults: incomingWebhooks.defaults,
      allowedCidrs: incomingWebhooks.allowedCidrs,
      status: incomingWebhooks.status,
      holdWhilePaused: incomingWebhooks.holdWhilePaused,
      keepsHeld: incomingWebhooks.keepsHeld,
      ratePerMinute: incomingWebhooks.ratePerMinute,
    })
    .from(incomingWebhooks);
}
