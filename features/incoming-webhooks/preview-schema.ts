import * as z from "zod";
import { INCOMING_ACTIONS } from "@/db/enums";
import { MAX_FILES } from "@/features/incoming-webhooks/limits";
import { receivedFileSchema } from "@/features/incoming-webhooks/received-file-schema";
import { ruleIssues } from "@/features/incoming-webhooks/rule-issues";
import { defaultsSchema, mappingSchema, ruleSettings } from "@/features/incoming-webhooks/rule-schema";

const MAX_HEADERS = 200;
const headersSchema = z
  .record(z.string().max(200).toLowerCase(), z.string().max(8_000))
  .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `At most ${MAX_HEADERS} headers.`);

export const previewMappingSchema = z
  .strictObject({
    action: z.enum(INCOMING_ACTIONS),
    mapping: mappingSchema.default({}),
    defaults: defaultsSchema.default({}),
    conditions: ruleSettings.conditions.default(null),
    correlationKey: ruleSettings.correlationKey.default(null),
    rules: ruleSettings.rules.default([]),
    otherwise: ruleSettings.otherwise.default(null),
    payload: z.unknown(),
    headers: headersSchema.default({}).meta({
      description: "That came with it. Those that hold a secret are left out, as they are of a request.",
    }),
    files: z.array(receivedFileSchema).max(MAX_FILES).default([]).meta({
      description: "That came beside the payload, in a form. Those in base64 within it are found there.",
    }),
  })
  .superRefine((input, check) => {
    for (const { path, message } of ruleIssues(input))
      check.addIssue({ code: "custom", path: [path], message });
  })
  .meta({
    id: "PreviewMapping",
    example: {
      action: "create_ticket",
      mapping: { subject: "issue.title" },
      payload: { issue: { title: "It broke" } },
    },
  });

const issuesSchema = z.array(z.object({ path: z.string(), message: z.string() }));

export const mappingPreviewSchema = z
  .object({
    ignored: z
      .string()
      .nullable()
      .meta({ description: "Why nothing would be done; null where something would." }),
    action: z.enum(INCOMING_ACTIONS).nullable(),
    rule: z.string().nullable().meta({ description: "The rule that fits, where there are rules." }),
    key: z.string().nullable().meta({ description: "By which a ticket would be found." }),
    fields: z.record(z.string(), z.unknown()).meta({ description: "What the action would work with." }),
    results: z
      .array(
        z.object({
          field: z.string(),
          value: z.unknown(),
          problem: z.string().nullable().meta({ description: "What is missing, and why." }),
        }),
      )
      .meta({ description: "What became of each value of the mapping." }),
    issues: issuesSchema.meta({ description: "Why the action can't use it; none where it can." }),
    remarks: issuesSchema.meta({ description: "Values that don't fit, and what is done instead." }),
  })
  .meta({ id: "MappingPreview" });

export type PreviewMapping = z.output<typeof previewMappingSchema>;
export type MappingPreview = z.output<typeof mappingPreviewSchema>;
