import { AppError, type ErrorCode, type Issue } from "@/lib/errors";
import type { REFUSAL_REASONS } from "./request-schema";

/** Why a request was not accepted, as its row in the log says. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

interface RefusalOptions {
  reason: RefusalReason;
  /** What the sender is told. */
  detail: string;
  /** What the log says, where that is more than the sender may know. */
  logDetail?: string;
  issues?: Issue[];
  headers?: Record<string, string>;
}

/** A request that is not accepted: answered as a problem and kept, with its reason, for whoever mends it. */
export class Refusal extends AppError {
  readonly reason: RefusalReason;
  readonly logDetail: string;

  constructor(code: ErrorCode, { reason, detail, logDetail, issues, headers }: RefusalOptions) {
    super(code, detail, { ...(issues && { issues }), ...(headers && { headers }) });
    this.reason = reason;
    this.logDetail = logDetail ?? detail;
  }
}
