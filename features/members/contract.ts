import { listUsersQuerySchema, teamSchema, userSchema } from "@/features/members/schema";
import { endpoint } from "@/lib/endpoint";
import { pageQuerySchema, pageSchema } from "@/lib/pagination";

export const listUsersEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/users",
  access: "team:read",
  summary: "List users",
  query: listUsersQuerySchema,
  response: pageSchema(userSchema),
  status: 200,
});

export const listTeamsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/teams",
  access: "team:read",
  summary: "List teams",
  query: pageQuerySchema,
  response: pageSchema(teamSchema),
  status: 200,
});
