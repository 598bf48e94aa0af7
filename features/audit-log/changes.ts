import * as z from "zod";
import type { AuditChange } from "@/features/audit-log/schema";
import { maskQuery } from "@/lib/mask-url";
import { parseJson } from "@/lib/parse-json";

const changesSchema = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }));

/** An entry's stored changes as everybody is shown them. */
export function readChanges(json: string): AuditChange[] {
  const changes = changesSchema.parse(parseJson(json));
  return Object.entries(changes).map(([field, { from, to }]) => ({
    field,
    from: toValue(masked(field, from)),
    to: toValue(masked(field, to)),
  }));
}

/** Older entries hold a target's URL as it was. */
function masked(field: string, value: unknown): unknown {
  return field === "targetUrl" && typeof value === "string" ? maskQuery(value) : value;
}

/** What JSON leaves out, an undefined, counts as nothing. */
function toValue(value: unknown): AuditChange["from"] {
  // It was parsed from JSON.
  return (value ?? null) as AuditChange["from"];
}
