import { attentionListSchema, overviewQuerySchema, overviewSchema } from "@/features/overview/schema";
import { endpoint } from "@/lib/endpoint";

export const getOverviewEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/overview",
  access: "signed-in",
  summary: "Sum up the traffic both ways",
  description: "Counted by the hour as it happens. What the credential may not read is null.",
  query: overviewQuerySchema,
  response: overviewSchema,
  status: 200,
});

export const listAttentionEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/overview/attention",
  access: "signed-in",
  summary: "List what needs attention",
  description:
    "A silent Inngest server, disabled and failing subscriptions, failed deliveries, refused requests, ending secrets and tokens: as far as the credential may read them.",
  response: attentionListSchema,
  status: 200,
});
