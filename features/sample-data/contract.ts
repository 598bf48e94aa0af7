import * as z from "zod";
import { sampleDataSchema } from "@/features/sample-data/schema";
import { endpoint } from "@/lib/endpoint";

export const getSampleDataEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/sample-data",
  access: "signed-in",
  summary: "Find out whether there is sample data",
  response: sampleDataSchema,
  status: 200,
});

export const addSampleDataEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/sample-data",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Add sample data",
  description:
    "Customers, tickets that came by an incoming webhook, a chat, and a subscription to an echo receiver: all marked as samples. Takes the scopes to write each of them. What is there already is not added again.",
  response: sampleDataSchema,
  status: 201,
});

export const removeSampleDataEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/sample-data",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Remove the sample data",
  description:
    "All that was added as sample data and is still there, and nothing else. The logs of what happened meanwhile stay.",
  response: z.void(),
  status: 204,
});
