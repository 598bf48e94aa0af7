import type { Format } from "@/features/formats/format";

/** How a receiver tells that a delivery is ours. All names of headers in lower case. */
export type VerificationRule = SignatureRule | { kind: "value"; header: string };

export interface SignatureRule {
  kind: "signature";
  header: string;
  /** What comes between several signatures; null where there is but one. */
  separator: string | null;
  prefix: string;
  /** Whose values are signed, each with a dot, before the body. */
  idHeader: string | null;
  timestampHeader: string | null;
  /** `text`: the secret as it is. `decoded`: what comes after `whsec_`, decoded. */
  key: "text" | "decoded";
  encoding: "hex" | "base64";
}

const STANDARD_WEBHOOKS: SignatureRule = {
  kind: "signature",
  header: "webhook-signature",
  separator: " ",
  prefix: "v1,",
  idHeader: "webhook-id",
  timestampHeader: "webhook-timestamp",
  key: "decoded",
  encoding: "base64",
};

/** By the signature of the format's own; by that of Standard Webhooks where it has none. */
export function verificationRule({ signature, isVerified }: Format): VerificationRule {
  if (isVerified) return { kind: "value", header: "x-hook-secret" };
  if (signature === null) return STANDARD_WEBHOOKS;
  return {
    kind: "signature",
    header: signature.headers[0],
    separator: signature.isList ? "," : null,
    prefix: signature.prefix,
    idHeader: null,
    timestampHeader: signature.timestampHeader,
    key: "text",
    encoding: "hex",
  };
}

/** The lines that apply. */
export function code(...lines: (string | false)[]): string {
  return `${lines.filter((line) => line !== false).join("\n")}\n`;
}
