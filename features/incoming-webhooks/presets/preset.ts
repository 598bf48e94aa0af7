import type { Mapping } from "@/features/incoming-webhooks/mapping-type";

type Headers = Readonly<Record<string, string>>;

/** What a sender hears that only tries the address. */
export interface HandshakeAnswer {
  status: 200 | 204;
  /** Nobody gets to see it with 204. */
  body: Record<string, unknown>;
}

/** What to know of a kind of sender. */
export interface Preset {
  /** Who signs in this way, and where its secret comes from. */
  description: string;
  /** Such senders make the secret themselves; it has to be pasted here. */
  givesSecret: boolean;
  /** What it sends, shortened, and how that makes a ticket. Of its headers those that say what the payload doesn't; names in lower case. */
  example: { payload: object; headers?: Headers; mapping: Mapping } | null;
  /** Where at the sender the address and the secret belong. */
  steps: readonly string[];
  /** What it wants to hear before it sends anything; null for every other request. `sign` is HMAC-SHA256 by the secret, in hex. */
  handshake?(headers: Headers, payload: object, sign: (text: string) => string): HandshakeAnswer | null;
  /** What it wants to hear of a request that was taken, where our own answer would look to its people like a failure. */
  reply?(payload: object): HandshakeAnswer | null;
  /** A call by which it tries the address without signing, and that says nothing else. */
  isUnsignedPing?(body: string): boolean;
}

/** Shown to whoever used a command. */
export const TAKEN_TEXT = "Thank you. The support desk has it.";

export const PONG: HandshakeAnswer = { status: 200, body: { status: "pong" } };

export const OWN_SECRET =
  "Paste the secret that was shown when this webhook was made. If it is lost, rotate it.";
export const THEIR_SECRET = "Give it to this webhook: rotate the secret, and paste the sender's as your own.";
