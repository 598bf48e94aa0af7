import "server-only";
import { sql } from "drizzle-orm";
import type { HeldReason } from "@/db/enums";
import { deliveries, subscriptions } from "@/db/schema";
import { inState } from "@/features/deliveries/predicates";
import { isActiveIn, isUnverifiedIn } from "@/features/subscription-states/predicates";

/** Why a delivery is held, for a select that joins its subscription: what an active one holds, it holds for its owner unless it was resumed without it. */
export const HELD_REASON = sql<HeldReason | null>`case when ${inState("held", deliveries.status)} then
  case when ${isActiveIn(subscriptions.status)} then case when ${deliveries.id} <= ${subscriptions.keptUpTo} then 'decision' else 'owner' end
       when ${isUnverifiedIn(subscriptions.status)} then 'verification'
       else 'subscription' end end`;
