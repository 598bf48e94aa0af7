import "server-only";
import { recordAudit } from "@/features/audit/record";
import { systemContext } from "@/features/auth/system-context";
import { endSessions } from "@/features/oauth-sessions/end";
import { sessionTarget } from "@/features/oauth-sessions/events";
import type { Client, Context } from "@/lib/context";
import { currentRequestId } from "@/lib/request-log";

interface SuspectSession {
  id: string;
  organizationId: number;
  host: string | null;
}

interface Suspicion {
  session: SuspectSession;
  appName: string;
  caller: Client;
}

/** What works once came again, so somebody else has it: neither they nor the app may go on. */
export async function endReused(
  { session, appName, caller }: Suspicion,
  what: "code" | "refresh_token",
): Promise<void> {
  const ctx = protocolContext(session.organizationId, caller);
  if ((await endSessions(ctx, { ids: [session.id] }, "reuse")) === 0) return;
  await recordAudit(ctx, {
    action: "oauth_session.token_reused",
    target: sessionTarget(session, appName),
    outcome: "failure",
    changes: { what: { from: null, to: what } },
  });
}

/** A stored token is not as it was written: somebody changed the database. */
export async function recordUnreadable({ session, appName, caller }: Suspicion): Promise<void> {
  await recordAudit(protocolContext(session.organizationId, caller), {
    action: "oauth_session.token_unreadable",
    target: sessionTarget(session, appName),
    outcome: "failure",
  });
}

/** Nobody has proved who they are. */
function protocolContext(organizationId: number, caller: Client): Context {
  return { ...systemContext("oauth", organizationId), requestId: currentRequestId(), ...caller };
}
