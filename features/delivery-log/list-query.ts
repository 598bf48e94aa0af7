import { listAttemptsQuerySchema } from "@/features/deliveries/attempt-schema";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { queryFields } from "@/lib/query-fields";

export const listAttemptsQuery = queryFields(listAttemptsQuerySchema);
export const listDeliveriesQuery = queryFields(listDeliveriesQuerySchema);
