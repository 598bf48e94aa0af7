import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import { queryFields } from "@/lib/query-fields";

export const listIncomingRequestsQuery = queryFields(listIncomingRequestsQuerySchema);
