import { listEchoReceiversQuerySchema, listEchoRequestsQuerySchema } from "@/features/echo/schema";
import { queryFields } from "@/lib/query-fields";

export const listEchoReceiversQuery = queryFields(listEchoReceiversQuerySchema);
export const listEchoRequestsQuery = queryFields(listEchoRequestsQuerySchema);
