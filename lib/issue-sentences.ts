// The same as `zod`, which in browsers is lib/browser-zod, and that asks for this file.
import * as z from "zod/v4";

type RawIssue = z.core.$ZodRawIssue;
type RawIssueOf<Code extends RawIssue["code"]> = Extract<RawIssue, { code: Code }>;

/** What the schema library asks for, in words for people. */
const TYPES: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  date: "a date",
};

const FORMATS: Record<string, string> = {
  email: "Give an email address, e.g. dana@example.com.",
  url: "Give a URL, e.g. https://example.com/hook.",
  uuid: "Give an id, e.g. 01900000-0000-7000-8000-000000000000.",
  datetime: "Give a date and time with its zone, e.g. 2026-01-31T12:00:00Z.",
  date: "Give a date, e.g. 2026-01-31.",
  time: "Give a time, e.g. 12:00.",
  ipv4: "Give an IPv4 address, e.g. 203.0.113.7.",
  ipv6: "Give an IPv6 address, e.g. 2001:db8::7.",
  json_string: "Give valid JSON.",
};

/** More choices than this nobody reads. */
const MAX_CHOICES = 24;

const NOT_ALLOWED = "This value is not allowed here. See the API reference.";

/** Says in our words what a schema found wrong, wherever the schema says nothing itself. */
function sentenceOf(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeSentence(issue);
    case "invalid_value":
      return choiceSentence(issue.values);
    case "too_big":
      return `Give ${bound(issue, "at most", "less than")} ${amount(issue.origin, issue.maximum)}.`;
    case "too_small":
      return smallSentence(issue);
    case "invalid_format":
      return formatSentence(issue);
    case "not_multiple_of":
      return `Give a multiple of ${issue.divisor}.`;
    case "unrecognized_keys":
      return `Leave out ${issue.keys.join(", ")}: there is no such field.`;
    case "invalid_union":
      return Array.isArray(issue.options) ? choiceSentence(issue.options) : NOT_ALLOWED;
    default:
      return NOT_ALLOWED;
  }
}

function typeSentence({ expected, input, inst }: RawIssueOf<"invalid_type">): string {
  if (expected === "never" || expected === "undefined") return "Leave this out.";
  const wanted = TYPES[inst instanceof z.ZodNumberFormat ? "int" : expected];
  if (!wanted) return NOT_ALLOWED;
  return input === undefined ? `This is missing: give ${wanted}.` : `Give ${wanted}.`;
}

function choiceSentence(values: readonly unknown[]): string {
  if (values.length === 1) return `This can only be ${values[0]}.`;
  const more = values.length - MAX_CHOICES;
  const shown = values.slice(0, MAX_CHOICES).join(", ");
  return more > 0 ? `Give one of ${shown}, or ${more} more: see the API reference.` : `Give one of ${shown}.`;
}

function smallSentence(issue: RawIssueOf<"too_small">): string {
  const { origin, minimum } = issue;
  if (origin === "string" && Number(minimum) === 1) return "This may not be empty.";
  return `Give ${bound(issue, "at least", "more than")} ${amount(origin, minimum)}.`;
}

/** Lengths are inclusive, numbers may be either. */
function bound(
  { exact, inclusive }: { exact?: boolean; inclusive?: boolean },
  including: string,
  excluding: string,
): string {
  if (exact) return "exactly";
  return inclusive === false ? excluding : including;
}

/** `3 characters`, `1 item`, `5`. */
function amount(origin: string, count: number | bigint): string {
  const unit = { string: "character", array: "item", set: "item", record: "field" }[origin];
  if (!unit) return String(count);
  return `${count} ${unit}${Number(count) === 1 ? "" : "s"}`;
}

function formatSentence(issue: RawIssueOf<"invalid_format">): string {
  if (issue.format === "starts_with") return `Start it with ${issue.prefix}.`;
  if (issue.format === "ends_with") return `End it with ${issue.suffix}.`;
  if (issue.format === "includes") return `Put ${issue.includes} in it.`;
  return FORMATS[issue.format] ?? NOT_ALLOWED;
}

// For the whole process, or the whole page of a browser.
z.config({ customError: sentenceOf });
