import { countRefusedCall, type RefusalKind } from "@/features/audit/refused-calls";
import { tokenContext } from "@/features/auth/context";
import { ForeignNetworkError } from "@/features/tokens/verify";
import type { Context } from "@/lib/context";
import type { Endpoint } from "@/lib/endpoint";
import { ForbiddenError } from "@/lib/errors";
import { log } from "@/lib/log";

interface Call {
  endpoint: Endpoint;
  request: Request;
  requestId: string;
}

/** Counts a call that its caller may not make, for the audit log. Never fails: the caller gets the refusal itself. */
export async function noteRefusedCall(error: unknown, ctx: Context | undefined, call: Call): Promise<void> {
  if (!(error instanceof ForbiddenError)) return;
  const caller =
    error instanceof ForeignNetworkError
      ? tokenContext(error.token, call.requestId, call.request.headers)
      : ctx;
  if (!caller) return;
  const { method, path } = call.endpoint;
  await countRefusedCall(caller, {
    kind: kindOf(error, caller),
    call: `${method} ${path}`,
    reason: error.message,
  }).catch((cause: unknown) => log.error({ err: cause }, "could not count a refused call"));
}

function kindOf(error: ForbiddenError, { actor }: Context): RefusalKind {
  if (error instanceof ForeignNetworkError) return "network";
  if (error.members.missingScope === undefined) return "other";
  return actor.type === "token" ? "scope" : "role";
}
