import type { Mapping } from "@/features/incoming-webhooks/mapping-type";

/** What to know of a kind of sender. */
export interface Preset {
  /** Who signs in this way, and where its secret comes from. */
  description: string;
  /** Such senders make the secret themselves; it has to be pasted here. */
  givesSecret: boolean;
  /** What it sends, shortened, and how that makes a ticket. */
  example: { payload: Record<string, unknown>; mapping: Mapping } | null;
  /** Where at the sender the address and the secret belong. */
  steps: readonly string[];
  /** What it wants to hear before it sends anything; null for every other request. */
  handshake?(headers: Readonly<Record<string, string>>, payload: object): Record<string, unknown> | null;
}

export const OWN_SECRET =
  "Paste the secret that was shown when this webhook was made. If it is lost, rotate it.";
export const THEIR_SECRET = "Give it to this webhook: rotate the secret, and paste the sender's as your own.";
