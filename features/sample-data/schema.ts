import * as z from "zod";

export const sampleDataSchema = z
  .object({
    isPresent: z.boolean(),
    isOffered: z.boolean().meta({ description: "The desk is empty: no ticket, chat or customer." }),
  })
  .meta({ id: "SampleData" });

export type SampleData = z.output<typeof sampleDataSchema>;
