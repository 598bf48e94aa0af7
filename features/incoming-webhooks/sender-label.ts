import type { SignatureScheme } from "@/db/enums";
import { SCHEMES } from "@/features/signatures/schemes/schemes";

/** Of senders that have no name here. */
export const GENERIC_LABEL = "Another system";

export function senderLabel(scheme: SignatureScheme): string {
  return scheme === "generic" ? GENERIC_LABEL : SCHEMES[scheme].label;
}
