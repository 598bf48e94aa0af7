import { isRecord, readPath, withoutPrototype, writePath } from "@/lib/own-path";

/** Field of the action (dotted, `customer.email`) → path into the payload, or text with `{{path}}` in it. */
export type Mapping = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;

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
    const value = PLACEHOLDER.test(source) ? fillIn(source, payload) : readPath(payload, source);
    PLACEHOLDER.lastIndex = 0;
    if (value !== undefined && value !== null && value !== "") writePath(fields, field, value);
  }
  return fields;
}

/** Placeholders that lead nowhere are left out; a text of nothing else counts as missing. */
function fillIn(template: string, payload: unknown): string | undefined {
  let hasValue = false;
  const text = template.replace(PLACEHOLDER, (_, path: string) => {
    const value = readPath(payload, path);
    if (value === undefined || value === null) return "";
    hasValue = true;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
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
