import { randomUUID } from "node:crypto";

/** Names one call in its answer, in the log and in the audit log. */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll("-", "")}`;
}
