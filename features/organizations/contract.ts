import { organizationSchema, updateOrganizationSchema } from "@/features/organizations/schema";
import { endpoint } from "@/lib/endpoint";

export const getOrganizationEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/organization",
  access: "team:read",
  summary: "Get the organization's settings",
  response: organizationSchema,
  status: 200,
});

export const updateOrganizationEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/organization",
  access: "team:write",
  summary: "Change the organization's settings",
  description: "What is left out stays. Customers see the new name and color on the next page they open.",
  body: updateOrganizationSchema,
  response: organizationSchema,
  status: 200,
});
