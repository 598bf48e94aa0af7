import * as z from "zod";
import { storableText } from "@/lib/wire-types";

export const pauseSubscriptionSchema = z
  .strictObject({
    note: storableText().trim().max(200).optional().meta({ description: "Why, for your team." }),
  })
  .optional()
  .meta({ id: "PauseSubscription", example: { note: "The receiver moves to another server." } });

export const resumeSubscriptionSchema = z
  .strictObject({
    held: z.enum(["deliver", "keep"]).optional().meta({
      description:
        "What becomes of the events that wait. deliver, unless it is given: they are sent now, oldest first. keep: they go on waiting, until another call of this says deliver or they are discarded.",
    }),
  })
  .optional()
  .meta({ id: "ResumeSubscription", example: { held: "deliver" } });

export const UP_TO_ID_MESSAGE =
  "Give a delivery of this subscription, up to which to discard: newestHeldId of GET /api/v1/subscriptions/{id} is the last that waits.";

export const discardHeldSchema = z
  .strictObject({
    upToId: z.uuid({ error: UP_TO_ID_MESSAGE }).meta({
      description:
        "The last delivery to discard: `newestHeldId` of the subscription, as it was shown to whoever decided. What came after it stays held.",
    }),
  })
  .meta({ id: "DiscardHeldEvents", example: { upToId: "019a9c3e-7c1e-7b9a-a111-3f0f5c0d7e21" } });

export const discardedHeldSchema = z
  .object({
    discarded: z.int(),
    hasMore: z.boolean().meta({ description: "Call again with the same `upToId` until it is false." }),
  })
  .meta({ id: "DiscardedHeldEvents" });

export type PauseSubscription = z.output<typeof pauseSubscriptionSchema>;
export type ResumeSubscription = z.output<typeof resumeSubscriptionSchema>;
export type DiscardHeld = z.output<typeof discardHeldSchema>;
export type DiscardedHeld = z.output<typeof discardedHeldSchema>;
