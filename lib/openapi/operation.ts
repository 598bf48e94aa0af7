import * as z from "zod";
import type { oas31, ZodOpenApiOperationObject, ZodOpenApiSecuritySchemeObject } from "zod-openapi";
import {
  type Access,
  customerScopeOf,
  type Endpoint,
  isSessionOnly,
  type Operation,
  takesIdempotencyKey,
} from "@/lib/endpoint";
import { isScope } from "@/lib/scopes";
import { responsesOf } from "./responses";

export function securitySchemes(
  sessionCookie: string,
  origin: string,
): Record<string, ZodOpenApiSecuritySchemeObject> {
  return {
    bearer: {
      type: "http",
      scheme: "bearer",
      bearerFormat: "rpl_at_…",
      description: "A token made in Settings → API → Tokens.",
    },
    apiKey: {
      type: "apiKey",
      in: "header",
      name: "X-API-Key",
      description: "The same token, for tools that can't send an Authorization header.",
    },
    bareToken: {
      type: "apiKey",
      in: "header",
      name: "Authorization",
      description: "The same token without a scheme before it, as Repliers' clients send theirs.",
    },
    repliersApiKey: {
      type: "apiKey",
      in: "header",
      name: "REPLIERS-API-KEY",
      description: "The same token, where Repliers' clients have theirs.",
    },
    session: {
      type: "apiKey",
      in: "cookie",
      name: sessionCookie,
      description: "The session of a person who signed in. Writes must come from this origin.",
    },
    customer: {
      type: "oauth2",
      description:
        "A customer's access token, which their app gets by OAuth 2.0 with PKCE. What no redirect reaches gets it by the device grant " +
        "(RFC 8628), which OpenAPI 3.1 has no field for: begin at `POST /api/oauth/device`.",
      flows: {
        authorizationCode: {
          authorizationUrl: `${origin}/oauth/authorize`,
          tokenUrl: `${origin}/api/oauth/token`,
          refreshUrl: `${origin}/api/oauth/token`,
          scopes: {
            troubleshooter: "File tickets for the customer, and read and answer theirs.",
            profile: "Read the customer's name and address.",
          },
        },
      },
    },
  };
}

export function toOperation({ id, endpoint }: Operation, tag: string): ZodOpenApiOperationObject {
  const { access, sensitivity, summary, params, query, body } = endpoint;
  const isKeyed = takesIdempotencyKey(endpoint);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [endpoint.description, accessSentence(endpoint)].filter(Boolean).join("\n\n"),
    security: securityOf(endpoint),
    "x-access": kindOf(access),
    ...requiredScopeOf(access),
    ...(sensitivity ? { "x-sensitive": sensitivity } : {}),
    requestParams: {
      ...(params ? { path: objectOf(params) } : {}),
      ...(query ? { query: objectOf(query) } : {}),
    },
    ...(isKeyed ? { parameters: [{ $ref: "#/components/parameters/Idempotency-Key" }] } : {}),
    ...(body ? { requestBody: requestBodyOf(body) } : {}),
    responses: responsesOf(endpoint),
  };
}

function kindOf(access: Access): "scope" | "signed-in" | "session" | "public" | "customer" {
  if (isSessionOnly(access)) return "session";
  if (isScope(access)) return "scope";
  return access === "customer:troubleshooter" ? "customer" : access;
}

function requiredScopeOf(access: Access): { "x-required-scope"?: string } {
  const scope = isScope(access) ? access : customerScopeOf(access);
  return scope ? { "x-required-scope": scope } : {};
}

function requestBodyOf(body: z.ZodType) {
  const isRequired = !body.safeParse(undefined).success;
  return { required: isRequired, content: { "application/json": { schema: body } } };
}

/** Any one of these credentials will do; the array names the scope it must have. */
function securityOf({ access, dialect }: Endpoint): oas31.SecurityRequirementObject[] {
  if (access === "public") return [];
  const customerScope = customerScopeOf(access);
  if (customerScope) return [{ customer: [customerScope] }];
  const scopes = isScope(access) ? [access] : [];
  if (isSessionOnly(access)) return [{ session: scopes }];
  const own: oas31.SecurityRequirementObject[] = [
    { bearer: scopes },
    { apiKey: scopes },
    { session: scopes },
  ];
  // What its clients send comes first.
  if (dialect === "rest_hooks") return [{ bareToken: scopes }, { repliersApiKey: scopes }, ...own];
  return dialect === "reply_v3" ? [{ apiKey: scopes }, { bearer: scopes }, { session: scopes }] : own;
}

function accessSentence({ access, sensitivity }: Endpoint): string {
  const recent = sensitivity ? " A session must have proved lately that it is still you." : "";
  if (access === "public") return "Needs no credential.";
  const customerScope = customerScopeOf(access);
  if (customerScope)
    return `For a customer's app: needs an access token with the scope \`${customerScope}\`; API tokens and sessions are refused.`;
  if (access === "session") return `Needs the session of a person; tokens are refused.${recent}`;
  if (access === "signed-in") return `Any token or session will do, whatever its scopes.${recent}`;
  if (isSessionOnly(access))
    return `Needs the session of a person whose role has \`${access}\`; tokens are refused, whatever their scopes.${recent}`;
  return `Needs the scope \`${access}\`.${recent}`;
}

/** Parameters are listed one by one, so only an object can declare them. */
function objectOf(schema: z.core.$ZodType): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodPipe) return objectOf(schema.in);
  throw new Error("Declare params and query as objects.");
}
