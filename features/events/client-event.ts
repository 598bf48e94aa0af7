import type { customers } from "@/db/schema";
import type { EventTypeIn } from "@/features/event-catalog/names";

export type DescribedClient = Pick<
  typeof customers.$inferSelect,
  | "id"
  | "name"
  | "email"
  | "phone"
  | "company"
  | "agentId"
  | "tags"
  | "attributes"
  | "createdAt"
  | "updatedAt"
>;

/** A customer as events describe them to outside systems, where they are called clients. */
export function clientEvent<Type extends EventTypeIn<"customers">>(
  type: Type,
  row: DescribedClient,
  more: Record<string, unknown> = {},
) {
  return {
    type,
    subject: { type: "customer", id: row.id },
    ...(row.agentId === null ? {} : { accountId: row.agentId }),
    data: {
      id: row.id,
      name: row.name,
      email: row.email,
      phone: row.phone,
      company: row.company,
      agentId: row.agentId,
      tags: row.tags,
      attributes: row.attributes,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      ...more,
    },
  };
}
