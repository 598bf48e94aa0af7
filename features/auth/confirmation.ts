import "server-only";
import type { Context } from "@/lib/context";
import { SENSITIVITIES, type Sensitivity } from "@/lib/endpoint";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { MINUTE_MS } from "@/lib/time";

/** What the caller may do now without confirming again who they are. Tokens and jobs are never asked. */
export function confirmedFor(ctx: Context): Sensitivity[] {
  return SENSITIVITIES.filter((sensitivity) => isConfirmed(ctx, sensitivity));
}

/** Throws `reauthentication_required` for a session that proved who it is too long ago for such a call. */
export function assertConfirmed(ctx: Context, sensitivity: Sensitivity): void {
  if (isConfirmed(ctx, sensitivity)) return;
  throw new AppError(
    "reauthentication_required",
    "Confirm that it is you, with your password or second factor: POST /api/v1/me/reauthentication. Then repeat the call.",
  );
}

function isConfirmed({ actor }: Context, sensitivity: Sensitivity): boolean {
  if (actor.type !== "user") return true;
  const age = Date.now() - actor.authenticatedAt.getTime();
  return age <= minutesFor(sensitivity) * MINUTE_MS;
}

function minutesFor(sensitivity: Sensitivity): number {
  return sensitivity === "access" ? env.REAUTHENTICATION_STRICT_MINUTES : env.REAUTHENTICATION_MINUTES;
}
