import { cron } from "inngest";
import { type ReencryptionProgress, reencryptBatch } from "@/features/encryption/reencrypt";
import { inngest } from "@/inngest/client";
import { workerStarted } from "@/inngest/events";

const MAX_BATCHES = 5_000;

/** After a change of ENCRYPTION_KEYS, which a worker starts with, and each night: brings all secrets under the first of them. */
export const reencryptSecrets = inngest.createFunction(
  { id: "reencrypt-secrets", triggers: [workerStarted, cron("43 3 * * *")], concurrency: { limit: 1 } },
  async ({ step }) => {
    let progress: ReencryptionProgress | null = null;
    for (let batch = 1; batch <= MAX_BATCHES; batch++) {
      const from: ReencryptionProgress | null = progress;
      progress = await step.run(`batch-${batch}`, () => reencryptBatch(from));
      if (progress === null) return;
    }
  },
);
