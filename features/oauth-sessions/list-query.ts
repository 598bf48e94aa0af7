import { listOAuthSessionsQuerySchema } from "@/features/oauth-sessions/schema";
import { queryFields } from "@/lib/query-fields";

export const listOAuthSessionsQuery = queryFields(listOAuthSessionsQuerySchema);
