import { listTokensQuerySchema } from "@/features/tokens/schema";
import { queryFields } from "@/lib/query-fields";

export const listTokensQuery = queryFields(listTokensQuerySchema);
