import { Inngest } from "inngest";
import { log } from "@/lib/log";

/** Keys and the server's address come from INNGEST_* in the environment; without a server the worker's embedded engine listens there. */
export const inngest = new Inngest({
  id: "replify",
  checkpointing: { bufferedSteps: 1000 },
  aiMetadata: false,
  logger: log,
});
