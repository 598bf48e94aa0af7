import { config } from "zod";
import "@/lib/issue-sentences";

// Zod would try to compile schemas by `new Function`, which the pages' policy refuses and reports. This runs before any schema is made.
config({ jitless: true });
