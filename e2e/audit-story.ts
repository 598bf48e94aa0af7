import { sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";

const changesSchema = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }));

const entrySchema = z.object({
  action: z.string(),
  outcome: z.string(),
  type: z.string(),
  id: z.string(),
  changes: z.string().transform((text) => changesSchema.parse(JSON.parse(text))),
});

type Entry = z.output<typeof entrySchema>;

/** What an organization's audit log says, in the order in which it was committed. */
export async function readStory(organizationId: number): Promise<Entry[]> {
  const rows = await database().execute(sql`
    select action, outcome, target_type as type, target_id as id, changes
    from audit_log join audit_chain on entry_id = audit_log.id
    where audit_log.organization_id = ${organizationId} order by position`);
  return entrySchema.array().parse(rows);
}
