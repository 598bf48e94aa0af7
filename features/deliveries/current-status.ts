import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { DELIVERY_STATES, type DeliveryStatus } from "@/db/enums";
import { deliveries } from "@/db/schema";
import { inState } from "@/features/deliveries/predicates";
import { isOpen, isSending, isUndelivered } from "@/features/deliveries/states";

const [SENDING] = DELIVERY_STATES.sending;

/** The status of a delivery as everybody is told it, for any select of deliveries: that it is being sent, the queue knows. */
export const CURRENT_STATUS = sql<DeliveryStatus>`case
  when ${inState("waiting", deliveries.status)} and ${isInQueue(sql`q.is_sending`)} then ${SENDING}
  else ${deliveries.status} end`;

/** For a list of deliveries, perhaps of one subscription, from the shortest index that has all of that status. */
export function hasStatus(status: DeliveryStatus, subscriptionId: string | undefined): SQL | undefined {
  if (!isOpen(status))
    return eq(isUndelivered(status) ? deliveries.undeliveredStatus : deliveries.status, status);
  const own = subscriptionId ? sql`q.subscription_id = ${subscriptionId}` : sql`true`;
  if (isSending(status)) return isInQueue(sql`q.is_sending and ${own}`);
  return and(
    // Compared openly, it would count as rare and be looked for in the whole log; the queue is the shorter way, in its order.
    sql`case ${deliveries.status} when ${status} then true else false end`,
    isInQueue(sql`not q.is_sending and ${own}`),
  );
}

function isInQueue(as: SQL): SQL {
  return sql`exists (
    select from open_deliveries q
    where q.organization_id = ${deliveries.organizationId} and q.delivery_id = ${deliveries.id} and ${as})`;
}
