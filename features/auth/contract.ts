import { meSchema } from "@/features/auth/schema";
import { endpoint } from "@/lib/endpoint";

export const getMeEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/me",
  access: "signed-in",
  summary: "Who am I",
  response: meSchema,
  status: 200,
});
