import "server-only";
import { env } from "@/lib/env";

const MEGABYTE = 1_000_000;

/** What all that may be kept of requests that nobody is known to have signed. */
export function refusedBytesMax(): { ofWebhook: number; ofAll: number } {
  return {
    ofWebhook: env.INCOMING_KEPT_MB_PER_WEBHOOK * MEGABYTE,
    ofAll: env.INCOMING_KEPT_MB * MEGABYTE,
  };
}
