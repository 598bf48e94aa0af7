import { Inngest } from "inngest";
import { log } from "@/lib/log";
import { processWide } from "@/lib/process-wide";

const ANSWER_LIMIT_MS = 15_000;

/** Keys and the server's address come from INNGEST_* in the environment; without a server the worker's embedded engine listens there. */
export const inngest = processWide("inngest", () => createClient("replify"));

/** The same app under another id, which the ids of its functions begin with: a server tells apps apart by it. */
export function createClient(id: string): Inngest {
  return new Inngest({
    id,
    checkpointing: { bufferedSteps: 1000 },
    aiMetadata: false,
    logger: log,
    fetch: fetchWithinLimit,
  });
}

/** The SDK itself would wait for ever for a server that takes connections and says nothing. */
async function fetchWithinLimit(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, { ...init, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  } catch (error) {
    // So begins what the SDK knows as no answer; anything else it takes for a mistake of ours.
    throw new TypeError("fetch failed: the Inngest server does not answer", { cause: error });
  }
}
