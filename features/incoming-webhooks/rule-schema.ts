import * as z from "zod";
import {
  COMMENT_VISIBILITIES,
  INCOMING_ACTIONS,
  ON_CLOSED,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
} from "@/db/enums";
import { filterSchema, storedFilterSchema } from "@/features/event-filter/schema";
import { MAPPABLE_FIELDS } from "@/features/incoming-webhooks/fields";
import { MAX_RULES, MAX_SOURCE_LENGTH } from "@/features/incoming-webhooks/limits";
import { numericIdSchema, storableText } from "@/lib/wire-types";

const sourceSchema = storableText().trim().min(1, "Say where in the payload it is.").max(MAX_SOURCE_LENGTH);

/** Names are checked against the closed list before anything is done with them. */
export const mappingSchema = z
  .strictObject(Object.fromEntries(MAPPABLE_FIELDS.map((field) => [field, sourceSchema.exactOptional()])))
  .meta({
    description:
      'Field → path into the payload (`issue.title`), or text with `{{path}}` or Liquid in it: `{{ labels | map: "name" }}`, `{{ "high" }}`.',
  });

const tagsSchema = z.array(storableText().trim().min(1).max(60)).max(30);

export const defaultsSchema = z
  .strictObject({
    priority: z.enum(TICKET_PRIORITIES).optional(),
    assigneeId: numericIdSchema.optional(),
    teamId: numericIdSchema.optional(),
    tags: tagsSchema.optional(),
  })
  .meta({ description: "For fields that the payload leaves out, or fills with what doesn't fit." });

const setSchema = z
  .strictObject({
    status: z.enum(TICKET_STATUSES).optional(),
    visibility: z.enum(COMMENT_VISIBILITIES).optional(),
    ...defaultsSchema.shape,
  })
  .meta({ description: "Fields with these values, whatever the payload says." });

const outcomeFields = {
  action: z.enum(INCOMING_ACTIONS),
  mapping: mappingSchema.optional(),
  set: setSchema.optional(),
};

const ruleFields = {
  name: storableText().trim().min(1, "Leave the name out rather than empty.").max(80).optional(),
};

const otherwiseSchema = z
  .strictObject(outcomeFields)
  .meta({ id: "IncomingOtherwise", description: "What is done where no rule fits." });

const ruleSchema = z
  .strictObject({ ...ruleFields, conditions: filterSchema, ...outcomeFields })
  .meta({ id: "IncomingRule" });

/** As it is stored and answered. */
const storedRuleSchema = z
  .object({ ...ruleFields, conditions: storedFilterSchema, ...outcomeFields })
  .meta({ id: "StoredIncomingRule" });

/** What may be written of what comes of a request. */
export const ruleSettings = {
  conditions: filterSchema.nullable().meta({
    description: "Only a payload that fits these is acted on; any other is ignored. null: all are.",
  }),
  correlationKey: sourceSchema.nullable().meta({
    description:
      "A path or template for what the sender calls the thing, such as `github:{{issue.id}}`. A `create_ticket` whose key is known comments on that ticket, and the other actions find their ticket by it.",
  }),
  rules: z.array(ruleSchema).max(MAX_RULES).meta({
    description:
      "In their order: the first whose conditions fit is what is done, in place of `action`. Each inherits `mapping`, `defaults` and `correlationKey`.",
  }),
  otherwise: otherwiseSchema
    .nullable()
    .meta({ description: "Where no rule fits; null: the request is ignored." }),
  onClosed: z.enum(ON_CLOSED).nullable().meta({
    description:
      "What an answer does to a ticket that is resolved or closed: `reopen` it, open a `new_ticket` that goes on from it, or `keep` it so and tag it. null: as the organization has it.",
  }),
};

export const ruleSettingsView = {
  conditions: storedFilterSchema.nullable(),
  correlationKey: z.string().nullable(),
  rules: z.array(storedRuleSchema),
  otherwise: otherwiseSchema.nullable(),
  onClosed: z.enum(ON_CLOSED).nullable(),
};

export const storedRulesSchema = z.object(ruleSettingsView);

export type RuleSettings = z.output<typeof storedRulesSchema>;
export type Rule = RuleSettings["rules"][number];
