import { listCustomersQuerySchema } from "@/features/customers/schema";
import { queryFields } from "@/lib/query-fields";

export const listCustomersQuery = queryFields(listCustomersQuerySchema);
