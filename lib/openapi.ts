import { createDocument, type oas31, type ZodOpenApiPathsObject } from "zod-openapi";
import type { Endpoint, Operation } from "@/lib/endpoint";
import { type OpenApi, openApiSchema } from "@/lib/openapi/document";
import { addExamples } from "@/lib/openapi/examples";
import { HEADERS, IDEMPOTENCY_KEY_PARAMETER } from "@/lib/openapi/headers";
import { securitySchemes, toOperation } from "@/lib/openapi/operation";
import { sharedResponses } from "@/lib/openapi/responses";
import { tidySchema } from "@/lib/openapi/tidy-schema";

interface OpenApiParts {
  operations: Operation[];
  /** What stands beside the REST API, described in other words than its own. */
  protocol: { tag: { name: string; description: string }; paths: ZodOpenApiPathsObject };
  /** Outgoing calls, by name. */
  webhooks: ZodOpenApiPathsObject;
  /** What several of those refer to, by name. */
  parameters: Record<string, oas31.ParameterObject>;
  /** Scheme, host and port of this installation. */
  origin: string;
  /** The name of the cookie. */
  sessionCookie: string;
  /** A resource in words, given the segment of the path that follows the version, or its dialect. */
  describeResource: (name: string) => { title: string; description: string };
}

const DESCRIPTION = `Everything the screens of Replify do, over REST: JSON, camelCase, times in ISO 8601 UTC.

**Authentication**: send \`Authorization: Bearer rpl_at_…\` or \`X-API-Key: rpl_at_…\`. A token may do what its scopes say, as far as its maker may do it now. What \`/api/v1/troubleshooter\` offers is for apps of customers alone, with an access token of OAuth.

**Errors** are problem details (RFC 9457); branch on \`code\`. Any answer may gain members, so ignore those you don't know.

**Lists** are newest first, \`limit\` (1–100) at a time; pass \`nextCursor\` on as \`cursor\` until it is null.`;

/** The OpenAPI 3.1 document of the declared endpoints. It takes a while: build it once per process. */
export function createOpenApi(parts: OpenApiParts): OpenApi {
  const { operations, describeResource } = parts;
  const resources = operations.map(({ endpoint }) => describeResource(resourceOf(endpoint)));
  const tags = new Map(resources.map(({ title, description }) => [title, { name: title, description }]));
  const document = createDocument(
    {
      openapi: "3.1.1",
      info: { title: "Replify API", version: "1.0.0", description: DESCRIPTION },
      servers: [{ url: parts.origin, description: "This installation" }],
      tags: [...tags.values(), parts.protocol.tag],
      paths: { ...pathsOf(operations, describeResource), ...parts.protocol.paths },
      webhooks: parts.webhooks,
      components: {
        headers: HEADERS,
        parameters: { "Idempotency-Key": IDEMPOTENCY_KEY_PARAMETER, ...parts.parameters },
        responses: sharedResponses(),
        securitySchemes: securitySchemes(parts.sessionCookie, parts.origin),
      },
    },
    { override: tidySchema },
  );
  return addExamples(openApiSchema.parse(document));
}

function pathsOf(
  operations: Operation[],
  describeResource: OpenApiParts["describeResource"],
): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    const { path, method } = operation.endpoint;
    const { title } = describeResource(resourceOf(operation.endpoint));
    paths[path] = { ...paths[path], [method.toLowerCase()]: toOperation(operation, title) };
  }
  return paths;
}

/** `tokens` of `/api/v1/tokens/{id}`; what belongs to a dialect stands together. */
function resourceOf({ dialect, path }: Endpoint): string {
  return dialect ?? path.split("/")[3] ?? "";
}
