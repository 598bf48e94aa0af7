import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { memberships, users } from "@/db/schema";
import { storeEvents } from "@/features/events/publish";
import { memberStatus } from "@/features/members/predicates";
import { ofUser } from "@/features/team/queries";
import type { Context } from "@/lib/context";

type AgentEventType = "agent.created" | "agent.updated" | "agent.deleted";

/** Tells outside systems of a member, whom they call an agent, as the caller's transaction leaves them; before a removal, not after. */
export async function storeAgentEvent(
  ctx: Context,
  type: AgentEventType,
  userId: number,
  more: Record<string, unknown> = {},
): Promise<void> {
  const [row] = await database()
    .select({
      name: users.name,
      email: users.email,
      role: memberships.role,
      disabledAt: memberships.disabledAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(ofUser(ctx, userId));
  if (!row) throw new Error("an agent's event needs their membership");
  const [fname = "", ...rest] = row.name.split(" ");
  const data = {
    agentid: userId,
    fname,
    lname: rest.join(" "),
    email: row.email,
    role: row.role,
    status: memberStatus(row.disabledAt) === "active",
    ...more,
  };
  await storeEvents(ctx, [{ type, subject: { type: "user", id: String(userId) }, accountId: userId, data }]);
}
