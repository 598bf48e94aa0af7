import { COMMENT_VISIBILITIES, TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import type { ActionField } from "@/features/incoming-webhooks/fields";
import { BODY_MAX, diagnosticsSchema } from "@/features/tickets/schema";
import { emailAddressSchema } from "@/lib/email-address";
import { ExactNumber } from "@/lib/exact-number";
import { isTooDeep } from "@/lib/json-depth";
import { isRecord, ownValue } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";
import { numericIdSchema } from "@/lib/wire-types";

/** What a value from outside is taken for; without a value it doesn't fit. */
interface Reading {
  value?: unknown;
  /** What was changed, or why it doesn't fit. */
  remark?: string;
}

type Reader = (value: unknown) => Reading;

const SUBJECT_MAX = 300;
const NAME_MAX = 200;
const TAG_MAX = 60;
const TAGS_MAX = 30;
const SHOWN_MAX = 60;

/** How each field is read: what a person would understand is understood. */
export const FIELD_READERS: Readonly<Record<ActionField, Reader>> = {
  subject: line(SUBJECT_MAX),
  body: readBody,
  status: oneOf(TICKET_STATUSES, "The status stays as it would be without it."),
  priority: oneOf(TICKET_PRIORITIES, "The priority stays as it would be without it."),
  visibility: readVisibility,
  authorName: line(NAME_MAX),
  "customer.email": readEmail,
  "customer.name": line(NAME_MAX),
  "customer.phone": between(3, 40, "a phone number"),
  "customer.externalId": between(1, 200, "an id"),
  assigneeId: readId,
  teamId: readId,
  ticketId: readReference,
  chatId: readReference,
  tags: readTags,
  diagnostics: readDiagnostics,
};

/** A value as a remark names it: short, and on one line. */
function shown(value: unknown): string {
  const text = asText(value) ?? JSON.stringify(value) ?? "";
  const start = oneLine(text.slice(0, SHOWN_MAX)).replace(/[\p{C}]/gu, "");
  return `“${start}${text.length > SHOWN_MAX ? "…" : ""}”`;
}

/** Numbers of other systems keep every digit. */
function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value.replaceAll("\0", "\ufffd");
  const isPlain = typeof value === "number" || typeof value === "boolean" || value instanceof ExactNumber;
  return isPlain ? String(value) : undefined;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, " ").trim();
}

/** Without half a character at its end. */
function cut(text: string, max: number): Reading {
  if (text.length <= max) return { value: text };
  const value = `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
  return { value, remark: `It was cut to ${max.toLocaleString("en")} characters.` };
}

function line(max: number): Reader {
  return (value) => {
    const text = asText(value);
    if (text === undefined) return { remark: `${shown(value)} is no text.` };
    return cut(oneLine(text), max);
  };
}

/** What is no text is shown as it came. */
function readBody(value: unknown): Reading {
  return cut(asText(value) ?? JSON.stringify(value, null, 2).replaceAll("\\u0000", "\\ufffd"), BODY_MAX);
}

function oneOf(choices: readonly string[], otherwise: string): Reader {
  return (value) => {
    const text = asText(value)?.trim().toLowerCase();
    const choice = choices.find((one) => one === text);
    return choice
      ? { value: choice }
      : { remark: `${shown(value)} is none of ${choices.join(", ")}. ${otherwise}` };
  };
}

/** What might be meant for the desk alone is not shown to a customer. */
function readVisibility(value: unknown): Reading {
  const read = oneOf(COMMENT_VISIBILITIES, "The comment is an internal note.")(value);
  return { value: "internal", ...read };
}

function readEmail(value: unknown): Reading {
  const { data } = emailAddressSchema.safeParse(value);
  return data ? { value: data } : { remark: `${shown(value)} is no email address, so it was left out.` };
}

function between(min: number, max: number, noun: string): Reader {
  return (value) => {
    const text = asText(value)?.trim();
    const fits = text !== undefined && text.length >= min && text.length <= max;
    return fits ? { value: text } : { remark: `${shown(value)} is not ${noun}, so it was left out.` };
  };
}

function readId(value: unknown): Reading {
  const text = asText(value)?.trim() ?? "";
  const { data } = numericIdSchema.safeParse(/^\d{1,10}(\.0+)?$/.test(text) ? Number(text) : text);
  return data ? { value: data } : { remark: `${shown(value)} is no id, so it was left out.` };
}

/** What it names is looked for later. */
function readReference(value: unknown): Reading {
  const text = asText(value)?.trim();
  return text === undefined ? { remark: `${shown(value)} is no id.` } : { value: text };
}

/** A list, or one text with commas. Of labels that are objects, as GitHub has them, the name counts. */
function readTags(value: unknown): Reading {
  const list: unknown[] = Array.isArray(value) ? value : (asText(value)?.split(",", 1000) ?? [value]);
  const texts = list.map((tag) => asText(tag) ?? (isRecord(tag) ? asText(ownValue(tag, "name")) : undefined));
  const present = texts.map((text) => text && oneLine(text)).filter((text) => text !== undefined);
  const tags = [...new Set(present.filter(Boolean).map((tag) => String(cut(tag, TAG_MAX).value).trim()))];
  const isLong = present.some((tag) => tag.length > TAG_MAX);
  const problems = [
    ...(texts.includes(undefined) ? ["What is no text was left out."] : []),
    ...(isLong ? [`A tag was cut to ${TAG_MAX} characters.`] : []),
    ...(tags.length > TAGS_MAX ? [`Only the first ${TAGS_MAX} were taken.`] : []),
  ];
  return {
    ...(tags.length > 0 && { value: tags.slice(0, TAGS_MAX) }),
    ...(problems.length > 0 && { remark: problems.join(" ") }),
  };
}

/** A template makes text of an object, which is taken for one again. */
function readDiagnostics(value: unknown): Reading {
  const { success, data, error } = diagnosticsSchema.safeParse(fromJson(value) ?? value);
  if (success) return { value: data };
  return { remark: `They were left out. ${error.issues[0]?.message ?? ""}`.trim() };
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "string" || !value.trimStart().startsWith("{") || isTooDeep(value)) return undefined;
  try {
    return parseJson(value);
  } catch {
    return undefined;
  }
}
