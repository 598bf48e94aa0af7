import type * as z from "zod";
import type { Dialect } from "@/lib/dialect";
import type { ErrorCode } from "@/lib/errors";
import { isForPeople, type Scope } from "@/lib/scopes";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * A scope is what a session's role or a token must hold; a few are for people only (lib/scopes.ts). `signed-in`: any session or token, whatever
 * its scopes. `session`: a person who signed in, never a token. `public`: anybody. `customer:…`: a customer's app with that OAuth scope, and
 * nobody else.
 */
export type Access = Scope | "signed-in" | "session" | "public" | CustomerAccess;
export type CustomerAccess = "customer:troubleshooter";

/**
 * Why a call is sensitive. `access`: it gives somebody a way in or widens it, or shuts a person out. `data`: it sends data elsewhere, reveals
 * or destroys it.
 */
export const SENSITIVITIES = ["access", "data"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

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
  /** Whose API it belongs to, where it is not our own: it takes their credentials and answers with their errors. */
  dialect?: Dialect;
  /** A session has to have proved lately who it is, for `access` more lately than for `data`; tokens pass. */
  sensitivity?: Sensitivity;
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** 1 MiB unless it says otherwise. */
  maxBodyBytes?: number;
  response: Response;
  /** Errors beyond those that any such call can give, and when: `{ conflict: "It is being sent already." }`. */
  errors?: Partial<Record<ErrorCode, string>>;
  /** It waits for the answer of a server that is not ours: no transaction may be open meanwhile. */
  callsOut?: boolean;
  /** Media types of an answer that isn't JSON, e.g. a download; its handler returns a Response. */
  produces?: string[];
  status: 200 | 201 | 202 | 204;
}

/** Whether a token is refused, whatever its scopes: for what concerns a person's own sign-in, and for changes of people. */
export function isSessionOnly(access: Access): boolean {
  return access === "session" || isForPeople(access);
}

/** The scope that a customer has to have given the app; undefined for what is not for apps of customers. */
export function customerScopeOf(access: Access): "troubleshooter" | undefined {
  return access === "customer:troubleshooter" ? "troubleshooter" : undefined;
}

/** An endpoint and its stable name, the operationId of openapi.json. */
export interface Operation {
  id: string;
  endpoint: Endpoint;
}

export function endpoint<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodUndefined,
>(declaration: Endpoint<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  return declaration;
}

/**
 * Whether a call may carry an Idempotency-Key. One about a person's own sign-in may not: its body is a password, of which no hash may be kept,
 * and the wrong ones have to stay counted, which a transaction around them would undo. Nor may one that calls out.
 */
export function takesIdempotencyKey({
  method,
  access,
  callsOut = false,
}: Pick<Endpoint, "method" | "access" | "callsOut">): boolean {
  return method === "POST" && access !== "public" && access !== "session" && !callsOut;
}
