import type { changesBetween } from "@/features/audit/record";

const PERSONAL = ["name", "email", "emails", "phone", "phones", "company", "externalIds", "attributes"];

/**
 * A customer as the audit log names them: by the end of their id. Its entries can never be changed, so what may have to be erased one day
 * must not be in them.
 */
export function customerTarget(id: string) {
  return { type: "customer", id, name: id.slice(-8) };
}

/** The log can't forget, so it tells which of these fields changed and no more. */
export function withoutPersonalData(
  changes: ReturnType<typeof changesBetween>,
): ReturnType<typeof changesBetween> {
  return Object.fromEntries(
    Object.entries(changes).map(([field, change]) => [
      field,
      PERSONAL.includes(field) ? { from: "changed", to: "changed" } : change,
    ]),
  );
}
