import type * as z from "zod";
import type { DeliveryFormat, SubscriptionLevel } from "@/db/enums";
import type { RetryPreset } from "@/features/deliveries/backoff";
import { type FilterValues, toFilter, toFilterValues } from "@/features/event-filter/rows";
import { FORMATS } from "@/features/formats/formats";
import { isVerifiable } from "@/features/subscription-states/states";
import type { previewSubscriptionSchema } from "@/features/subscriptions/preview-schema";
import type { RetryPolicy } from "@/features/subscriptions/retry-policy-schema";
import type {
  createSubscriptionSchema,
  Subscription,
  updateSubscriptionSchema,
} from "@/features/subscriptions/schema";
import { changedFields } from "@/lib/changed-fields";

export const DELAY_UNITS = { seconds: 1, minutes: 60, hours: 3600 } as const;
export type DelayUnit = keyof typeof DELAY_UNITS;
export const MAX_DELAYS = 12;

/** What the form edits: texts and rows, where the API wants numbers and records. */
export interface SubscriptionFormValues extends FilterValues {
  name: string;
  targetUrl: string;
  /** The target has to answer the handshake first. */
  isVerified: boolean;
  /** False while the stored headers, whose values nobody can read, stay as they are. */
  isReplacingHeaders: boolean;
  headers: { name: string; value: string }[];
  eventTypes: string[];
  format: DeliveryFormat;
  subscriptionLevel: SubscriptionLevel;
  teamIds: number[];
  sequenceIds: string;
  accountId: string;
  retry: RetryPreset | "custom";
  delays: { amount: string; unit: DelayUnit }[];
  secret: string;
}

export type SubscriptionInput = z.input<typeof createSubscriptionSchema>;

export type SubscriptionChanges = z.input<typeof updateSubscriptionSchema>;

export const EMPTY_VALUES: SubscriptionFormValues = {
  name: "",
  targetUrl: "",
  isVerified: false,
  isReplacingHeaders: true,
  headers: [],
  eventTypes: [],
  format: "replify",
  subscriptionLevel: "organization",
  teamIds: [],
  sequenceIds: "",
  accountId: "",
  filterMatch: "all",
  conditions: [],
  retry: "standard",
  delays: [
    { amount: "5", unit: "seconds" },
    { amount: "1", unit: "minutes" },
    { amount: "10", unit: "minutes" },
  ],
  secret: "",
};

/** What few set when they make one: the form folds it. */
export const ADVANCED_FIELDS = [
  "headers",
  "subscriptionLevel",
  "teamIds",
  "sequenceIds",
  "accountId",
  "filterMatch",
  "conditions",
  "retry",
  "delays",
  "secret",
] as const satisfies (keyof SubscriptionFormValues)[];

/** Whether one of them is set. */
export function hasAdvancedValues(values: SubscriptionFormValues): boolean {
  return ADVANCED_FIELDS.some(
    (field) => JSON.stringify(values[field]) !== JSON.stringify(EMPTY_VALUES[field]),
  );
}

export function toFormValues(subscription: Subscription): SubscriptionFormValues {
  const { retryPolicy, accountId } = subscription;
  return {
    name: subscription.name,
    // As it was saved last, although it may have yet to answer the handshake.
    targetUrl: subscription.pendingTargetUrl ?? subscription.targetUrl,
    isVerified: isVerifiable(subscription.verification),
    isReplacingHeaders: subscription.headerNames.length === 0,
    headers: [],
    eventTypes: subscription.eventTypes,
    format: subscription.format,
    subscriptionLevel: subscription.subscriptionLevel,
    teamIds: subscription.teamIds,
    sequenceIds: subscription.sequenceIds.join(", "),
    accountId: accountId === null ? "" : String(accountId),
    ...toFilterValues(subscription.filter),
    retry: typeof retryPolicy === "string" ? retryPolicy : "custom",
    delays:
      typeof retryPolicy === "string" ? EMPTY_VALUES.delays : retryPolicy.delaysSeconds.map(toDelayFields),
    secret: "",
  };
}

/** The body of a create. Numbers that cannot be read become NaN, which the schema refuses. */
export function toInput(values: SubscriptionFormValues): SubscriptionInput {
  const name = values.name.trim();
  const headers = toHeaders(values.headers);
  const level = values.subscriptionLevel;
  return {
    ...(name ? { name } : {}),
    targetUrl: values.targetUrl.trim(),
    verification: values.isVerified || FORMATS[values.format].isVerified ? "x_hook_secret" : "none",
    eventTypes: values.eventTypes,
    format: values.format,
    ...(values.secret ? { secret: values.secret } : {}),
    subscriptionLevel: level,
    teamIds: level === "team" ? values.teamIds : [],
    sequenceIds: level === "sequence" ? toIds(values.sequenceIds) : [],
    accountId: level === "account" && values.accountId.trim() ? toId(values.accountId) : null,
    filter: toFilter(values),
    retryPolicy: toRetryPolicy(values),
    ...(values.isReplacingHeaders && Object.keys(headers).length > 0 ? { headers } : {}),
  };
}

export type SubscriptionDraft = z.input<typeof previewSubscriptionSchema>;

/** What of it a preview takes; beside the subscription that is edited, if any. */
export function toDraft(
  values: SubscriptionFormValues,
  subscriptionId: string | undefined,
): SubscriptionDraft {
  return toPreview(toInput(values), subscriptionId);
}

/** What of these settings a preview takes. It checks nothing: the API does. */
export function toPreview(
  settings: SubscriptionChanges,
  subscriptionId: string | undefined,
): SubscriptionDraft {
  const { eventTypes, subscriptionLevel, teamIds, sequenceIds, accountId, filter } = settings;
  return { subscriptionId, eventTypes, subscriptionLevel, teamIds, sequenceIds, accountId, filter };
}

/** Fields that differ from what is stored; an empty object when nothing does. */
export function toChanges(values: SubscriptionFormValues, stored: Subscription): SubscriptionChanges {
  const { secret: _, headers, ...after } = toInput(values);
  const before = toInput(toFormValues(stored));
  const changes = changedFields({ ...after, name: values.name.trim() }, before);
  const areHeadersChanged =
    values.isReplacingHeaders && (headers !== undefined || stored.headerNames.length > 0);
  return { ...changes, ...(areHeadersChanged ? { headers: headers ?? {} } : {}) };
}

const PLAIN_FIELDS = [
  "name",
  "targetUrl",
  "isVerified",
  "eventTypes",
  "format",
  "secret",
  "subscriptionLevel",
  "teamIds",
  "sequenceIds",
  "accountId",
] as const;

type FormField =
  | (typeof PLAIN_FIELDS)[number]
  | `headers.${number}.name`
  | `delays.${number}.amount`
  | `conditions.${number}.${"path" | "value"}`;

/** Where in the form an issue of the API belongs; null when nowhere in particular. */
export function fieldOfIssue(path: string, values: SubscriptionFormValues): FormField | null {
  const [root, ...rest] = path.split(".");
  if (root === "headers") return headerField(rest.join("."), values);
  if (root === "verification") return "isVerified";
  if (root === "retryPolicy") return `delays.${Number(rest[1] ?? 0)}.amount`;
  if (root === "filter") return `conditions.${Number(rest[1] ?? 0)}.${rest[2] === "path" ? "path" : "value"}`;
  return PLAIN_FIELDS.find((field) => field === root) ?? null;
}

export function toRetryPolicy({
  retry,
  delays,
}: Pick<SubscriptionFormValues, "retry" | "delays">): RetryPolicy {
  return retry === "custom" ? { delaysSeconds: delays.map(toSeconds) } : retry;
}

export function toSeconds({ amount, unit }: SubscriptionFormValues["delays"][number]): number {
  return /^\d{1,6}$/.test(amount.trim()) ? Number(amount) * DELAY_UNITS[unit] : Number.NaN;
}

function toDelayFields(seconds: number): SubscriptionFormValues["delays"][number] {
  if (seconds % DELAY_UNITS.hours === 0)
    return { amount: String(seconds / DELAY_UNITS.hours), unit: "hours" };
  if (seconds % DELAY_UNITS.minutes === 0) {
    return { amount: String(seconds / DELAY_UNITS.minutes), unit: "minutes" };
  }
  return { amount: String(seconds), unit: "seconds" };
}

function toHeaders(rows: SubscriptionFormValues["headers"]): Record<string, string> {
  return Object.fromEntries(
    rows.filter((row) => row.name.trim()).map((row) => [row.name.trim(), row.value.trim()]),
  );
}

export function toIds(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(toId);
}

function toId(text: string): number {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function headerField(name: string, { headers }: SubscriptionFormValues): `headers.${number}.name` | null {
  if (name === "") return null;
  const index = headers.findIndex((row) => row.name.trim().toLowerCase() === name.toLowerCase());
  return index === -1 ? null : `headers.${index}.name`;
}
