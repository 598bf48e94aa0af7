import "server-only";
import { mapPayload } from "@/features/incoming-webhooks/mapping";
import { nameFiles } from "@/features/incoming-webhooks/name-files";
import type { Plan } from "@/features/incoming-webhooks/plan";
import { prepareFields } from "@/features/incoming-webhooks/prepare-fields";
import type { Received } from "@/features/incoming-webhooks/received";
import type { Issue } from "@/lib/errors";

type Fields = Readonly<Record<string, unknown>>;

interface Filled {
  /** As the mapping gives them. */
  found: Fields;
  /** As the action takes them. */
  fields: Fields;
  /** Templates that failed, by their field. */
  problems: Issue[];
  remarks: Issue[];
}

/** What the action of a plan works with, of all that came. */
export function fillFields(
  { action, mapping, set }: Pick<Plan, "action" | "mapping" | "set">,
  received: Received,
  defaults: Fields,
): Filled {
  const { fields: found, problems } = mapPayload(received, mapping);
  const { fields, remarks } = prepareFields(action, found, { defaults, set });
  return { found, fields: nameFiles(action, fields, { received, mapping }), problems, remarks };
}
