import { listTicketsQuerySchema } from "@/features/tickets/schema";
import { queryFields } from "@/lib/query-fields";

export const listTicketsQuery = queryFields(listTicketsQuerySchema);
