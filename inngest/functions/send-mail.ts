import { cron } from "inngest";
import { overdueMails } from "@/features/mails/record";
import { sendDueMail } from "@/features/mails/send";
import { inngest } from "@/inngest/client";
import { mailDue, workerStarted } from "@/inngest/events";
import { MINUTE_MS } from "@/lib/time";

/** Often enough for one that a run failed on, seldom enough not to pile up runs while the mail server is slow. */
const SWEEP_AGAIN_MS = 10 * MINUTE_MS;

/** One mail's way to the mail server: try, sleep until the next try, again until it is taken or given up. */
export const sendMail = inngest.createFunction(
  { id: "send-mail", triggers: [mailDue], concurrency: { limit: 4 }, retries: 3 },
  async ({ event, step }) => {
    const { mailId } = event.data;
    let next = await step.run("try-1", () => sendDueMail(mailId));
    for (let attempt = 2; next !== null; attempt++) {
      await step.sleepUntil(`until-try-${attempt}`, new Date(next));
      next = await step.run(`try-${attempt}`, () => sendDueMail(mailId));
    }
  },
);

/** The safety net: each minute, and when a worker starts, has runs started for mails that are overdue. */
export const sweepMails = inngest.createFunction(
  { id: "sweep-mails", triggers: [cron("* * * * *"), workerStarted], concurrency: { limit: 1 } },
  async ({ step }) => {
    const { ids, window } = await step.run("find", async () => ({
      ids: await overdueMails(),
      window: Math.floor(Date.now() / SWEEP_AGAIN_MS),
    }));
    if (ids.length === 0) return;
    await step.sendEvent(
      "send",
      ids.map((mailId) => mailDue.create({ mailId }, { id: `${mailId}:sweep:${window}` })),
    );
  },
);
