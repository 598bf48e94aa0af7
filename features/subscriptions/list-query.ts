import { listSubscriptionsQuerySchema } from "@/features/subscriptions/schema";
import { queryFields } from "@/lib/query-fields";

export const listSubscriptionsQuery = queryFields(listSubscriptionsQuerySchema);
