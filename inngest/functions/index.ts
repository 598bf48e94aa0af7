import { deliverDue } from "@/inngest/functions/deliver-due";
import { processWaitingRequests } from "@/inngest/functions/process-waiting";
import { pruneLogs } from "@/inngest/functions/prune-logs";
import { publishAuditLog } from "@/inngest/functions/publish-audit-log";
import { reencryptSecrets } from "@/inngest/functions/reencrypt-secrets";
import { retryDeliveryFunction } from "@/inngest/functions/retry-delivery";
import { sendMail, sweepMails } from "@/inngest/functions/send-mail";
import { sweepDeliveries } from "@/inngest/functions/sweep-deliveries";
import { sweepVerifications, verifyTarget } from "@/inngest/functions/verify-target";

export const functions = [
  deliverDue,
  retryDeliveryFunction,
  sweepDeliveries,
  publishAuditLog,
  pruneLogs,
  processWaitingRequests,
  reencryptSecrets,
  verifyTarget,
  sweepVerifications,
  sendMail,
  sweepMails,
];
