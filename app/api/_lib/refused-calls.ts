import type { Call } from "@/app/api/_lib/frame";
import { countRefusedCall, type RefusalKind } from "@/features/audit-log/refused-calls";
import { tokenContext } from "@/features/auth/context";
import { ForeignNetworkError } from "@/features/tokens/verify";
import type { Context } from "@/lib/context";
import { ForbiddenError } from "@/lib/errors";
import { log } from "@/lib/log";

/** Counts a call that its caller may not make, for the audit log. Never fails: the caller gets the refusal itself. */
export async function noteRefusedCall(error: unknown, call: Call, ctx: Context | undefined): Promise<void> {
  if (!(error instanceof ForbiddenError)) return;
  const caller =
    error instanceof ForeignNetworkError ? tokenContext(error.token, call.requestId, call.client) : ctx;
  if (!caller) return;
  await countRefusedCall(caller, {
    kind: kindOf(error),
    call: `${call.request.method} ${call.place}`,
    reason: error.message,
  }).catch((cause: unknown) => log.error({ err: cause }, "could not count a refused call"));
}

function kindOf(error: ForbiddenError): RefusalKind {
  if (error instanceof ForeignNetworkError) return "network";
  if (error.members.missingScope === undefined) return "other";
  // Another token helps only where it is the token that lacks something.
  return error.members.createTokenUrl === undefined ? "role" : "scope";
}
