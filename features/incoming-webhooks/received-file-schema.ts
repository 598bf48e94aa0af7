import * as z from "zod";
import type { ReceivedFile } from "@/lib/multipart";

export const receivedFileSchema = z
  .object({
    field: z.string().meta({ description: "Of the form, or the path to it in JSON." }),
    name: z.string(),
    type: z.string(),
    size: z.int().min(0).meta({ description: "In bytes." }),
  })
  .meta({ id: "ReceivedFile" }) satisfies z.ZodType<ReceivedFile>;
