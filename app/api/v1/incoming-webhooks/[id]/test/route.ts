import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { testIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";
import { sendTestRequest } from "@/features/incoming-webhooks/send-test";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(testIncomingWebhookEndpoint, ({ ctx, params }) => sendTestRequest(ctx, params.id)),
});
