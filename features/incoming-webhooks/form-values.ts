import type * as z from "zod";
import type { IncomingAction, SignatureScheme, TicketPriority } from "@/db/enums";
import { possibleActions } from "@/features/incoming-webhooks/fields";
import { DEFAULT_BODY_LIMIT } from "@/features/incoming-webhooks/limits";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import {
  type MappingRow,
  NO_RULES,
  type RulesValues,
  toMapping,
  toRows,
  toRules,
  toRulesValues,
} from "@/features/incoming-webhooks/rule-values";
import type {
  createIncomingWebhookSchema,
  IncomingWebhook,
  updateIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { senderLabel } from "@/features/incoming-webhooks/sender-label";
import {
  EMPTY_SIGNATURE,
  fromSignature,
  SIGNATURE_FIELDS,
  type SignatureValues,
  toSignature,
} from "@/features/incoming-webhooks/signature-values";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { changedFields } from "@/lib/changed-fields";

/** What the form edits: texts and rows, where the API wants numbers, lists and records. */
export interface IncomingFormValues extends RulesValues {
  name: string;
  action: IncomingAction;
  signatureScheme: SignatureScheme;
  /** Of a sender without a name. */
  signature: SignatureValues;
  secret: string;
  requireTimestamp: boolean;
  /** Empty leaves it to the payload. */
  priority: TicketPriority | "";
  assigneeId: string;
  teamId: string;
  tags: string;
  allowList: string;
  ratePerMinute: string;
  /** In bytes. */
  maxBodyBytes: string;
  mapping: MappingRow[];
}

export type IncomingInput = z.input<typeof createIncomingWebhookSchema>;
export type IncomingChanges = z.input<typeof updateIncomingWebhookSchema>;

export const EMPTY_VALUES: IncomingFormValues = {
  name: "",
  action: "create_ticket",
  signatureScheme: "replify",
  signature: EMPTY_SIGNATURE,
  secret: "",
  requireTimestamp: false,
  priority: "",
  assigneeId: "",
  teamId: "",
  tags: "",
  allowList: "",
  ratePerMinute: "600",
  maxBodyBytes: String(DEFAULT_BODY_LIMIT),
  mapping: [],
  ...NO_RULES,
};

/** What few set when they make one: the form folds it. */
export const ADVANCED_FIELDS = [
  "mapping",
  "when",
  "correlationKey",
  "rules",
  "otherwise",
  "onClosed",
  "priority",
  "assigneeId",
  "teamId",
  "tags",
  "allowList",
  "ratePerMinute",
  "maxBodyBytes",
] as const satisfies (keyof IncomingFormValues)[];

/** Whether one of them is set, other than by the choice of the sender. */
export function hasAdvancedValues(values: IncomingFormValues): boolean {
  const isSet = (field: (typeof ADVANCED_FIELDS)[number], usual: IncomingFormValues[typeof field]) =>
    JSON.stringify(values[field]) !== JSON.stringify(usual);
  return ADVANCED_FIELDS.some(
    (field) =>
      isSet(field, EMPTY_VALUES[field]) && !(field === "mapping" && !isSet(field, usualMapping(values))),
  );
}

type Sender = Pick<IncomingFormValues, "signatureScheme" | "action">;

/** What follows from the choice of a sender and of what its requests do: a name, and the usual mapping, unless somebody typed others. */
export function followChoice(
  before: IncomingFormValues,
  chosen: Sender,
): Pick<IncomingFormValues, "name" | "mapping"> {
  const { name, mapping } = before;
  const isOwnName = name.trim() !== "" && name !== usualName(before);
  // Whoever emptied it wants none.
  const isOwnMapping = JSON.stringify(mapping) !== JSON.stringify(usualMapping(before));
  return {
    name: isOwnName ? name : usualName(chosen),
    mapping: isOwnMapping ? mapping : usualMapping(chosen),
  };
}

/** Of one's own code there is none. */
function usualName({ signatureScheme }: Sender): string {
  return PRESETS[signatureScheme].example ? senderLabel(signatureScheme) : "";
}

function usualMapping({ signatureScheme, action }: Sender): MappingRow[] {
  return toRows((action === "create_ticket" && PRESETS[signatureScheme].example?.mapping) || {});
}

export function toFormValues(webhook: IncomingWebhook): IncomingFormValues {
  const { priority, assigneeId, teamId, tags } = webhook.defaults;
  return {
    name: webhook.name,
    action: webhook.action,
    signatureScheme: webhook.signatureScheme,
    signature: fromSignature(webhook.signature),
    secret: "",
    requireTimestamp: webhook.requireTimestamp,
    priority: priority ?? "",
    assigneeId: assigneeId === undefined ? "" : String(assigneeId),
    teamId: teamId === undefined ? "" : String(teamId),
    tags: (tags ?? []).join(", "),
    allowList: webhook.allowedCidrs.join("\n"),
    ratePerMinute: String(webhook.ratePerMinute),
    maxBodyBytes: String(webhook.maxBodyBytes),
    mapping: toRows(webhook.mapping),
    ...toRulesValues(webhook),
  };
}

/** The body of a create. A number that cannot be read becomes NaN, which the schema refuses. */
export function toInput(values: IncomingFormValues): IncomingInput {
  const { signatureScheme: scheme } = values;
  const canDemandTimestamp = scheme !== "generic" && SCHEMES[scheme].timestamp === "optional";
  return {
    name: values.name.trim(),
    action: values.action,
    ...(scheme === "generic" ? { signature: toSignature(values.signature) } : { sender: scheme }),
    requireTimestamp: canDemandTimestamp && values.requireTimestamp,
    mapping: toMapping(values.mapping),
    defaults: toDefaults(values),
    ...toRules(values),
    allowedCidrs: partsOf(values.allowList),
    ratePerMinute: toRate(values.ratePerMinute),
    maxBodyBytes: Number(values.maxBodyBytes),
    ...(values.secret ? { secret: values.secret } : {}),
  };
}

/** NaN for what is no whole number. */
export function toRate(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Fields that differ from what is stored; an empty object when nothing does. */
export function toChanges(values: IncomingFormValues, stored: IncomingWebhook): IncomingChanges {
  const { secret: _, ...after } = toInput(values);
  return changedFields(after, toInput(toFormValues(stored)));
}

/** Whether anything that the webhook does opens a ticket. */
export function opensTickets(values: Pick<IncomingFormValues, "action" | "rules" | "otherwise">): boolean {
  return possibleActions(values).includes("create_ticket");
}

/** Only new tickets leave anything to default. */
export function toDefaults(values: IncomingFormValues): NonNullable<IncomingInput["defaults"]> {
  if (!opensTickets(values)) return {};
  const tags = values.tags
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  return {
    ...(values.priority ? { priority: values.priority } : {}),
    ...(values.assigneeId ? { assigneeId: Number(values.assigneeId) } : {}),
    ...(values.teamId ? { teamId: Number(values.teamId) } : {}),
    ...(tags.length > 0 ? { tags } : {}),
  };
}

const PLAIN_FIELDS = [
  "name",
  "action",
  "signatureScheme",
  "secret",
  "requireTimestamp",
  "ratePerMinute",
  "maxBodyBytes",
  "correlationKey",
  "otherwise",
  "onClosed",
] as const;

type FormField =
  | (typeof PLAIN_FIELDS)[number]
  | "priority"
  | "assigneeId"
  | "teamId"
  | "tags"
  | "allowList"
  | `signature.${keyof SignatureValues}`
  | `mapping.${number}.source`
  | "when"
  | `rules.${number}`;

/** Where in the form an issue of the API belongs; null when nowhere in particular. */
export function fieldOfIssue(path: string, { mapping }: IncomingFormValues): FormField | null {
  const [root, ...rest] = path.split(".");
  if (root === "allowedCidrs") return "allowList";
  if (root === "sender") return "signatureScheme";
  if (root === "signature") return `signature.${signatureField(rest)}`;
  if (root === "defaults") {
    return (["priority", "assigneeId", "teamId", "tags"] as const).find((field) => field === rest[0]) ?? null;
  }
  if (root === "conditions") return "when";
  if (root === "rules") return `rules.${Number(rest[0] ?? 0)}`;
  if (root === "mapping") {
    if (rest[1] === "source") return `mapping.${Number(rest[0])}.source`;
    const index = mapping.findIndex(({ field }) => field === rest.join("."));
    return index === -1 ? null : `mapping.${index}.source`;
  }
  return PLAIN_FIELDS.find((field) => field === root) ?? null;
}

/** The template is a part of what is signed; what is said of the whole belongs to its first field. */
function signatureField(path: string[]): keyof SignatureValues {
  if (path[1] === "template") return "template";
  return SIGNATURE_FIELDS.find((field) => field === path[0]) ?? "type";
}

/** One per line; commas and blanks between them will do as well. */
export function partsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
