import { listOAuthClientsQuerySchema } from "@/features/oauth-clients/schema";
import { queryFields } from "@/lib/query-fields";

export const listOAuthClientsQuery = queryFields(listOAuthClientsQuerySchema);
