import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleSlash,
  CircleX,
  Copy,
  Hourglass,
  type LucideIcon,
} from "lucide-react";
import { StatusPill, type Tone } from "@/components/status-pill";
import type { REFUSAL_REASONS, RequestResult } from "@/db/enums";

type Reason = (typeof REFUSAL_REASONS)[number];

interface Wording {
  label: string;
  tone: Tone;
  Icon: LucideIcon;
  /** One sentence, for the tooltip. */
  meaning: string;
}

/** The word, colour and shape of each result, the same on every screen. */
export const REQUEST_RESULT: Record<RequestResult, Wording> = {
  accepted: {
    label: "Accepted",
    tone: "success",
    Icon: CircleCheck,
    meaning: "It was verified and acted on.",
  },
  ignored: {
    label: "Ignored",
    tone: "neutral",
    Icon: CircleSlash,
    meaning: "It was verified, and the webhook's conditions or rules want nothing done with it.",
  },
  duplicate: {
    label: "Duplicate",
    tone: "info",
    Icon: Copy,
    meaning: "The same request was accepted before; nothing was done again.",
  },
  rejected: {
    label: "Rejected",
    tone: "danger",
    Icon: CircleX,
    meaning: "Nothing was done; the reason is kept.",
  },
  queued: {
    label: "Queued",
    tone: "neutral",
    Icon: Hourglass,
    meaning: "It came over the webhook's limit, or behind others that wait, and is processed in its turn.",
  },
  held: {
    label: "Held",
    tone: "neutral",
    Icon: CirclePause,
    meaning: "It came while the webhook was paused, and waits to be processed or discarded.",
  },
  error: { label: "Error", tone: "warning", Icon: CircleAlert, meaning: "Something went wrong on our side." },
};

export const REASON_LABELS: Record<Reason, string> = {
  missing_signature: "Not signed",
  other_scheme: "Signed like another sender",
  malformed_signature: "Malformed signature",
  missing_timestamp: "No timestamp",
  stale_timestamp: "Stale timestamp",
  bad_signature: "Bad signature",
  ip_not_allowed: "Address not allowed",
  too_large: "Too large",
  rate_limited: "Rate limit",
  malformed_json: "Not JSON",
  malformed_body: "Malformed body",
  unsupported_body: "Body of another kind",
  not_post: "Not a POST",
  unusable_payload: "Unusable payload",
  idempotency_key_reused: "Key used before",
  paused: "Paused",
  loop: "Loop",
  discarded: "Discarded",
};

export function RequestResultPill({ result }: { result: RequestResult }) {
  const { label, tone, Icon, meaning } = REQUEST_RESULT[result];
  return (
    <span title={meaning} className="inline-flex">
      <StatusPill tone={tone} icon={<Icon />} label={label} />
    </span>
  );
}
