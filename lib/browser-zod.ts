import { config } from "zod/v4";
import "@/lib/issue-sentences";

// What `zod` is in a browser (next.config.mjs). Zod would try to compile schemas by `new Function`, which the pages' policy refuses and reports.
config({ jitless: true });

export * from "zod/v4";
