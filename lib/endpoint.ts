import type * as z from "zod";
import type { Scope } from "@/lib/scopes";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `signed-in`: any session or token, whatever its scopes. */
type Access = Scope | "signed-in";

/**
 * One REST operation as data. The route handler, the browser client and openapi.json all read the same declaration.
 * `path` uses `{name}` for parameters; `status` is that of success (204 has no body).
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  method: Method;
  path: `/api/${string}`;
  access: Access;
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  response: Response;
  status: 200 | 201 | 202 | 204;
}

export function endpoint<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodUndefined,
>(declaration: Endpoint<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  return declaration;
}
