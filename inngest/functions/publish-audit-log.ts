import { cron } from "inngest";
import { publishAuditLog as publish } from "@/features/audit-stream/publish";
import { inngest } from "@/inngest/client";
import { workerStarted } from "@/inngest/events";

/** Each minute: sends new entries of the audit log to those who subscribe to them. What a run leaves undone the next one finds. */
export const publishAuditLog = inngest.createFunction(
  { id: "publish-audit-log", triggers: [cron("* * * * *"), workerStarted], concurrency: { limit: 1 } },
  async ({ step }) => {
    await step.run("publish", () => publish());
  },
);
