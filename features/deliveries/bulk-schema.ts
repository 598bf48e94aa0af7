import * as z from "zod";
import { deliverySchema } from "@/features/deliveries/schema";

/** More would keep its caller waiting without a sign. */
const RESEND_AT_ONCE = 25;

export const resendDeliveriesSchema = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(RESEND_AT_ONCE),
    attemptCounts: z.record(z.uuid(), z.int()).optional().meta({
      description:
        "The attemptCount that was read, by id. Deliveries that were tried since stay as they are, so that two callers at once send nothing twice.",
    }),
  })
  .meta({ id: "ResendDeliveries", example: { ids: ["01960586-07b1-7c3e-9a55-1f0d6be24c90"] } });

export const resentDeliveriesSchema = z
  .object({
    resent: z.array(deliverySchema).meta({ description: "Those that are sent again now." }),
    refused: z
      .array(z.object({ id: z.uuid(), reason: z.string() }))
      .meta({ description: "Those that stay as they are, and why.", example: [] }),
  })
  .meta({ id: "ResentDeliveries" });

export type ResendDeliveries = z.output<typeof resendDeliveriesSchema>;
export type ResentDeliveries = z.output<typeof resentDeliveriesSchema>;
