import { listMailsQuerySchema } from "@/features/mails/schema";
import { queryFields } from "@/lib/query-fields";

export const listMailsQuery = queryFields(listMailsQuerySchema);
