import type { ZodError } from "zod";
import type { Issue } from "@/lib/errors";

/** What a schema found wrong, by dotted paths; nothing where it found nothing. */
export function issuesIn(error: ZodError | undefined): Issue[] {
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.join("."), message }));
}

/** The field that a dotted path is about, or is inside of. */
export function fieldAt<Field extends string>(fields: readonly Field[], path: string): Field | null {
  return fields.find((field) => path === field || path.startsWith(`${field}.`)) ?? null;
}
