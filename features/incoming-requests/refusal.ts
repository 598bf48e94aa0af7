import type { RefusalReason } from "@/db/enums";
import { AppError, type ErrorCode, type Issue, UnavailableError } from "@/lib/errors";

interface RefusalOptions {
  reason: RefusalReason;
  /** Whether the sender is known to have made the request; unless given, the reason tells. */
  isSigned?: boolean;
  /** What the sender is told. */
  detail: string;
  /** What the log says, where that is more than the sender may know. */
  logDetail?: string;
  /** The request that stands in its way. */
  originalRequestId?: string;
  issues?: Issue[];
  headers?: Record<string, string>;
}

/** A request that is not accepted: answered as a problem and kept, with its reason, for whoever mends it. */
export class Refusal extends AppError {
  readonly reason: RefusalReason;
  readonly isSigned: boolean | undefined;
  readonly logDetail: string;
  readonly originalRequestId: string | null;

  constructor(
    code: ErrorCode,
    { reason, isSigned, detail, logDetail, originalRequestId, ...more }: RefusalOptions,
  ) {
    super(code, detail, more);
    this.reason = reason;
    this.isSigned = isSigned;
    this.logDetail = logDetail ?? detail;
    this.originalRequestId = originalRequestId ?? null;
  }
}

/** Nothing is wrong with the request: it may come again at once. */
export function tooBusy(): UnavailableError {
  return new UnavailableError("Too many bodies are coming in right now. Send it again in a moment.");
}
