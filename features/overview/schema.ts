import * as z from "zod";
import { OVERVIEW_RANGES } from "@/features/overview/ranges";

export const overviewQuerySchema = z.object({ range: z.enum(OVERVIEW_RANGES).default("24h") });

const requestsSchema = z
  .object({ accepted: z.int(), duplicate: z.int(), rejected: z.int() })
  .meta({ id: "OverviewRequests", description: "Requests that incoming webhooks received." });

const attemptsSchema = z
  .object({ succeeded: z.int(), failed: z.int() })
  .meta({ id: "OverviewAttempts", description: "Attempts that were made to deliver events." });

/** What the caller may not read is null. */
export const overviewSchema = z
  .object({
    range: z.enum(OVERVIEW_RANGES),
    requests: requestsSchema.nullable(),
    attempts: attemptsSchema
      .extend({
        p95Ms: z
          .int()
          .nullable()
          .meta({ description: "Of the last 1,000 deliveries: 95% were answered this fast, or faster." }),
      })
      .nullable(),
    openTickets: z.int().nullable().meta({ description: "Open or pending, counted up to 1,000." }),
    traffic: z
      .array(
        z.object({
          from: z.iso.datetime(),
          requests: requestsSchema.nullable(),
          attempts: attemptsSchema.nullable(),
        }),
      )
      .meta({ description: "In steps of 1 hour for 24h, 6 hours for 7d and a day for 30d, oldest first." }),
    steps: z
      .object({
        webhookId: z.uuid().nullable().meta({ description: "The newest incoming webhook." }),
        hasReceived: z.boolean().meta({ description: "A request was accepted." }),
        subscriptionId: z
          .uuid()
          .nullable()
          .meta({ description: "The newest event subscription, but for those to echo receivers." }),
        hasDelivered: z.boolean().meta({ description: "A delivery succeeded." }),
      })
      .nullable()
      .meta({ description: "How far a new organization has come; null once it is set up." }),
  })
  .meta({ id: "Overview" });

export const ATTENTION_KINDS = [
  "inngest_silent",
  "subscription_disabled",
  "subscription_owner",
  "subscription_failing",
  "deliveries_failed",
  "subscription_unverified",
  "subscription_held",
  "subscription_kept",
  "requests_rejected",
  "requests_held",
  "requests_queued",
  "secret_overlap",
  "token_expiring",
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

const attentionSchema = z
  .object({
    kind: z.enum(ATTENTION_KINDS),
    id: z.uuid().nullable().meta({ description: "Of the subscription, incoming webhook or token." }),
    name: z.string().nullable(),
    count: z.int().nullable().meta({ description: "How many it concerns, up to 1,000." }),
    of: z.int().nullable().meta({ description: "Out of how many, where that says more." }),
    at: z.iso.datetime().nullable().meta({ description: "Since when, or when it ends." }),
    detail: z.string().nullable(),
  })
  .meta({ id: "Attention" });

export const attentionListSchema = z
  .object({
    data: z.array(attentionSchema).meta({ description: "The most urgent first, at most 10 of a kind." }),
  })
  .meta({ id: "AttentionList" });

export type Overview = z.output<typeof overviewSchema>;
export type Attention = z.output<typeof attentionSchema>;
export type AttentionList = z.output<typeof attentionListSchema>;
