import * as z from "zod";
import { HANDSHAKE_OUTCOMES, SUBSCRIPTION_VERIFICATIONS } from "@/db/enums";
import { HANDSHAKE_FAILURES } from "@/features/handshake/failures";

export const verificationSchema = z.enum(SUBSCRIPTION_VERIFICATIONS).meta({
  description:
    "x_hook_secret: before it is sent anything, the target has to answer an empty POST with status 200 and the same X-Hook-Secret header.",
  example: "none",
});

/** As it is kept. */
export const handshakeSchema = z.object({
  number: z.int().meta({ description: "1 for the first with this URL.", example: 1 }),
  startedAt: z.iso.datetime().meta({ example: "2026-03-02T09:30:00.412Z" }),
  outcome: z.enum(HANDSHAKE_OUTCOMES).meta({ description: "sent: there is no answer yet." }),
  durationMs: z.int().nullable().meta({ example: 84 }),
  statusCode: z.int().nullable().meta({ example: 200 }),
  expected: z.string().nullable().meta({
    description: "The end of the value that was sent.",
    example: "••••9c1f",
  }),
  received: z.string().nullable().meta({
    description: "The X-Hook-Secret of the answer, else the start of its body; null when neither came.",
    example: "••••9c1f",
  }),
  failure: z.enum(HANDSHAKE_FAILURES).nullable(),
  problem: z
    .object({ title: z.string(), explanation: z.string(), nextStep: z.string() })
    .nullable()
    .meta({ description: "What went wrong and what to do about it; null when nothing did." }),
});

const lastVerificationSchema = handshakeSchema
  .extend({
    nextTryAt: z.iso.datetime().nullable().meta({
      description: "When Replify tries again by itself; null when it does not.",
    }),
  })
  .meta({ id: "SubscriptionVerification" });

/** What a subscription shows of it. */
export const verificationFields = {
  verification: verificationSchema,
  verifiedAt: z.iso.datetime().nullable().meta({
    description: "When the target answered the handshake; null where it has not, or need not.",
  }),
  pendingTargetUrl: z.string().nullable().meta({
    description:
      "The URL that replaces targetUrl as soon as it answers the handshake; until then targetUrl gets the events.",
    example: null,
  }),
  lastVerification: lastVerificationSchema
    .nullable()
    .meta({ description: "The last handshake with the URL that has to answer it; null without one." }),
};

export type Handshake = z.output<typeof handshakeSchema>;
