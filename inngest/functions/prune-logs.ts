import { cron } from "inngest";
import { recordRefusedCalls } from "@/features/audit-log/refused-calls";
import { pruneSessions } from "@/features/auth/retention";
import { pruneCustomerSessions } from "@/features/customer-accounts/retention";
import { pruneLog } from "@/features/deliveries/retention";
import { pruneEchoRequests } from "@/features/echo/retention";
import { pruneIncomingCounts, pruneIncomingRequests } from "@/features/incoming-requests/retention";
import { pruneLimits } from "@/features/limits/retention";
import { pruneMails } from "@/features/mails/retention";
import { pruneOAuthCodes } from "@/features/oauth/retention";
import { pruneOAuthSessions } from "@/features/oauth-sessions/retention";
import { pruneTicketViewers } from "@/features/tickets/retention";
import { inngest } from "@/inngest/client";

const MAX_BATCHES = 200;

/** Each moves on or deletes one batch, and says whether there may be more. */
const LOGS = {
  log: pruneLog,
  incoming: pruneIncomingRequests,
  "incoming-counts": pruneIncomingCounts,
  "echo-requests": pruneEchoRequests,
  mails: pruneMails,
  "ticket-viewers": pruneTicketViewers,
  "oauth-sessions": pruneOAuthSessions,
  "oauth-codes": pruneOAuthCodes,
  "refused-calls": recordRefusedCalls,
};

/** Each hour deletes what is past its retention, in small batches so that no lock is held for long. */
export const pruneLogs = inngest.createFunction(
  { id: "prune-logs", triggers: [cron("17 * * * *")], concurrency: { limit: 1 } },
  async ({ step }) => {
    await step.run("limits", pruneLimits);
    await step.run("sessions", pruneSessions);
    await step.run("customer-sessions", pruneCustomerSessions);
    for (const [name, prune] of Object.entries(LOGS)) {
      for (let batch = 1; batch <= MAX_BATCHES; batch++) {
        if (!(await step.run(`${name}-${batch}`, prune))) break;
      }
    }
  },
);
