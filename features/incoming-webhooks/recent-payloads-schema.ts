import * as z from "zod";
import { receivedFileSchema } from "@/features/incoming-webhooks/received-file-schema";

export const recentPayloadsSchema = z
  .object({
    samples: z
      .array(
        z.object({
          requestId: z.uuid(),
          createdAt: z.iso.datetime(),
          body: z.string().meta({ description: "JSON: as it came, or made of the fields of a form." }),
          headers: z
            .record(z.string(), z.string())
            .meta({ description: "That can be read: none that holds a secret." }),
          files: z.array(receivedFileSchema).meta({ description: "That came beside it in a form." }),
        }),
      )
      .meta({ description: "The newest first, at most 5, none over 64 KiB." }),
    paths: z.array(z.string()).meta({ description: "Where values stand in any of them." }),
  })
  .meta({ id: "RecentPayloads" });

export type RecentPayloads = z.output<typeof recentPayloadsSchema>;
