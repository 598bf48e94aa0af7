import { listIncomingWebhooksQuerySchema } from "@/features/incoming-webhooks/schema";
import { queryFields } from "@/lib/query-fields";

export const listIncomingWebhooksQuery = queryFields(listIncomingWebhooksQuerySchema);
