/** Why an outgoing call got no HTTP answer. Free of server imports: the browser knows these names too. */
export const EGRESS_ERROR_KINDS = [
  "dns_not_found",
  "dns_error",
  "connection_refused",
  "connection_failed",
  "connection_timeout",
  "connection_reset",
  "tls_error",
  "timeout",
  "blocked_address",
  "proxy_failed",
  "proxy_denied",
  "invalid_response",
] as const;

export type EgressErrorKind = (typeof EGRESS_ERROR_KINDS)[number];

interface EgressErrorOptions {
  reason?: string | null;
  cause?: unknown;
}

export class EgressError extends Error {
  readonly kind: EgressErrorKind;
  /**
   * The code behind the kind, such as `CERT_HAS_EXPIRED` or `ENODATA`, or the rule that denied the call: for the log, never for whoever chose
   * the target. Not called `code`, because undici decides by that name which requests of a connection fail.
   */
  readonly reason: string | null;
  /** How long the call took until it failed. */
  totalMs = 0;

  constructor(kind: EgressErrorKind, message: string, options: EgressErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "EgressError";
    this.kind = kind;
    this.reason = options.reason ?? null;
  }
}

/**
 * One text for every refused target, whatever it resolves to and whether anything listens there: attempts must not be usable
 * as a scanner of the network around us.
 */
export function blockedAddress(reason: string): EgressError {
  return new EgressError("blocked_address", "The target is not an address that Replify may call.", {
    reason,
  });
}

/** The `code` of a system, TLS or undici error, if it carries one. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
