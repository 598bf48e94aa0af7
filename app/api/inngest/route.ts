import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";

/** For hosts without a worker process; with one, the worker serves the same functions itself. */
export const { GET, POST, PUT } = serve({ client: inngest, functions });
