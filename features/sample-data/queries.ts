import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { SampleData } from "@/features/sample-data/schema";
import type { Context } from "@/lib/context";

export async function getSampleData({ organizationId: id }: Context): Promise<SampleData> {
  const [row] = await database().execute<{ is_present: boolean; is_empty: boolean }>(sql`
    select exists (select 1 from sample_rows where organization_id = ${id}) as is_present,
           not (exists (select 1 from tickets where organization_id = ${id} and deleted_at is null)
             or exists (select 1 from chats where organization_id = ${id})
             or exists (select 1 from customers where organization_id = ${id} and deleted_at is null)) as is_empty`);
  if (!row) throw new Error("a select without a table returned no row");
  return { isPresent: row.is_present, isOffered: !row.is_present && row.is_empty };
}
