import * as z from "zod";
import { PAGE_LIMIT } from "./page-limit";

/** Query of every list: `?limit=` (1–100) and an opaque `?cursor=` from the previous answer's `nextCursor`. */
export const pageQuerySchema = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(PAGE_LIMIT)
    .meta({ description: "How many to answer with at most." }),
  cursor: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "nextCursor of the previous answer; left out, the newest come first." }),
});

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: "Pass as ?cursor= for the next page; null on the last." }),
  });
}

export type PageQuery = z.output<typeof pageQuerySchema>;

export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}
