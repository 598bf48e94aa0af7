import * as z from "zod";
import { AUDIT_ACTORS, AUDIT_OUTCOMES } from "@/db/enums";
import { EXPORT_FORMATS, EXPORT_LIMIT } from "@/features/audit-log/export-formats";
import { pageQuerySchema, pageSchema } from "@/lib/pagination";
import { instantSchema, storableText } from "@/lib/wire-types";

const auditValueSchema = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()),
  ])
  .meta({ id: "AuditValue", description: 'Any JSON value. Secrets are only ever "changed".' });

const auditChangeSchema = z
  .object({ field: z.string(), from: auditValueSchema, to: auditValueSchema })
  .meta({ id: "AuditChange" });

export const auditEntrySchema = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    actor: z.object({
      type: z.enum(AUDIT_ACTORS),
      id: z.string().meta({ description: "A user's number, a token's id, or the name of a job of ours." }),
      name: z.string().meta({ description: "As it was at the time." }),
    }),
    action: z.string().meta({ example: "token.created" }),
    summary: z.string().meta({ example: "Ada created token CI" }),
    target: z.object({
      type: z.string().meta({ example: "token" }),
      id: z.string(),
      name: z.string().meta({ description: "As it was at the time." }),
      href: z.string().nullable().meta({ description: "Its page in Replify, while it exists." }),
    }),
    outcome: z.enum(AUDIT_OUTCOMES),
    changes: z.array(auditChangeSchema),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string(),
  })
  .meta({ id: "AuditEntry" });

export const auditPageSchema = pageSchema(auditEntrySchema).meta({ id: "AuditEntryPage" });

export const auditChainSchema = z
  .object({
    entries: z.int().meta({ description: "How many entries the log has." }),
    position: z
      .int()
      .meta({ description: "How many of them are linked; equal to `entries` unless some are not." }),
    hash: z.string().nullable().meta({
      description:
        "Of the newest link. Keep `position` and `hash` elsewhere, and `npm run audit:verify -- --expect <organization>:<position>:<hash>` tells whether they are still in the chain.",
    }),
  })
  .meta({ id: "AuditChain" });

export const auditExportSchema = z
  .object({
    data: z.array(auditEntrySchema),
    truncated: z.boolean().meta({ description: `True when only the newest ${EXPORT_LIMIT} are in it.` }),
  })
  .meta({ id: "AuditExport" });

const ACTION_PATTERN = /^[a-z_]{1,60}\.([a-z_]{1,60}|\*)$/;

const auditFiltersSchema = z.object({
  actor: storableText()
    .regex(
      /^(user|token|customer|system):.+$/,
      "Give a type and an id: user:1, token:<id>, customer:<id> or system:<name>.",
    )
    .max(200)
    .optional()
    .meta({ description: "`user:1`, `token:<id>`, `customer:<id>` or `system:<name>`.", example: "user:1" }),
  actorType: z.enum(AUDIT_ACTORS).optional(),
  action: z
    .string()
    .regex(ACTION_PATTERN, "Give an action like token.created, or token.* for all of a kind.")
    .optional()
    .meta({ description: "One action, or all of a kind: `token.*`.", example: "token.*" }),
  targetType: storableText().max(60).optional().meta({ example: "token" }),
  targetId: storableText().max(200).optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  from: instantSchema.optional().meta({ description: "Inclusive." }),
  to: instantSchema.optional().meta({ description: "Exclusive." }),
  q: storableText()
    .trim()
    .max(120)
    .optional()
    .meta({ description: "A part of the target's or the actor's name." }),
});

export const listAuditLogQuerySchema = pageQuerySchema.extend(auditFiltersSchema.shape);

export const exportAuditLogQuerySchema = auditFiltersSchema.extend({
  format: z.enum(EXPORT_FORMATS).default("csv"),
});

export type AuditEntry = z.output<typeof auditEntrySchema>;
export type AuditChange = z.output<typeof auditChangeSchema>;
export type AuditChain = z.output<typeof auditChainSchema>;
export type AuditFilters = z.output<typeof auditFiltersSchema>;
export type ListAuditLogQuery = z.output<typeof listAuditLogQuerySchema>;
export type ExportAuditLogQuery = z.output<typeof exportAuditLogQuerySchema>;
