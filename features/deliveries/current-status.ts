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

/** For a list of deliveries, from the shortest index that has all of that status. */
export function hasStatus(status: DeliveryStatus): SQL | undefined {
  if (isSending(status)) return isInQueue(sql`q.is_sending`);
  if (isOpen(status)) return and(eq(deliveries.status, status), isInQueue(sql`not q.is_sending`));
  return eq(isUndelivered(status) ? deliveries.undeliveredStatus : deliveries.status, status);
}

function isInQueue(as: SQL): SQL {
  return sql`exists (
    select from open_deliveries q
    where q.organization_id = ${deliveries.organizationId} and q.delivery_id = ${deliveries.id}
      and q.subscription_id = ${deliveries.subscriptionId} and ${as})`;
}
