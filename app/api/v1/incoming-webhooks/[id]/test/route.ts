import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { sendTestRequest } from "@/features/incoming-requests/send-test";
import { testIncomingWebhookEndpoint } from "@/features/incoming-webhooks/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(testIncomingWebhookEndpoint, ({ ctx, params }) => sendTestRequest(ctx, params.id)),
});
