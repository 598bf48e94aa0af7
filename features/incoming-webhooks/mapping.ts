import { isRecord, readPath, withoutPrototype, writePath } from "@/lib/own-path";

/** Field of the action (dotted, `customer.email`) → path into the payload, or text with `{{path}}` in it. */
export type Mapping = Readonly<Record<string, string>>;

/** The spaces around a path belong to the match: set apart here, they could be split in too many ways. */
const PLACEHOLDER = /\{\{([^{}]+)\}\}/g;
/** More than any field takes. A template that names a long value again and again would else fill the memory. */
const MAX_FILLED_LENGTH = 1024 * 1024;

/** The fields an action works with: as the mapping finds them, else the payload's own, and defaults for what is missing. */
export function mapPayload(
  payload: unknown,
  { mapping, defaults }: { mapping: Mapping; defaults: Readonly<Record<string, unknown>> },
): Record<string, unknown> {
  const found = Object.keys(mapping).length > 0 ? mapped(payload, mapping) : own(payload);
  return fill(found, defaults);
}

function mapped(payload: unknown, mapping: Mapping): Record<string, unknown> {
  const fields: Record<string, unknown> = withoutPrototype({});
  for (const [field, source] of Object.entries(mapping)) {
    const isTemplate = placeholdersIn(source).length > 0;
    const value = isTemplate ? fillIn(source, payload) : readPath(payload, source);
    if (value !== undefined && value !== null && value !== "") writePath(fields, field, value);
  }
  return fields;
}

/** The paths that a template names. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, path = ""]) => path.trim());
}

/** Placeholders that lead nowhere are left out, as is all that follows a text of more than enough; a text of nothing else counts as missing. */
function fillIn(template: string, payload: unknown): string | undefined {
  let hasValue = false;
  let length = 0;
  const text = template.replace(PLACEHOLDER, (_, path: string) => {
    const value = length > MAX_FILLED_LENGTH ? undefined : readPath(payload, path.trim());
    if (value === undefined || value === null) return "";
    hasValue = true;
    const filled = typeof value === "object" ? JSON.stringify(value) : String(value);
    length += filled.length;
    return filled;
  });
  return hasValue ? text : undefined;
}

function own(payload: unknown): Record<string, unknown> {
  return isRecord(payload) ? { ...payload } : {};
}

function fill(
  fields: Record<string, unknown>,
  defaults: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return {
    ...defaults,
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  };
}
