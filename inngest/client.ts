import { Inngest } from "inngest";
import { log } from "@/lib/log";

/** Keys and the server's address come from INNGEST_* in the environment; without a server the worker's embedded engine listens there. */
export const inngest = createClient("replify");

/** The same app under another id, which the ids of its functions begin with: a server tells apps apart by it. */
export function createClient(id: string): Inngest {
  return new Inngest({ id, checkpointing: { bufferedSteps: 1000 }, aiMetadata: false, logger: log });
}
