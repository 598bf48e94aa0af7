import { methods } from "@/app/api/_lib/methods";
import { problemResponse } from "@/app/api/_lib/problem";
import type { Handler } from "@/app/api/_lib/route";
import { getOpenApiEndpoint } from "@/features/api-reference/contract";
import { limitAddress } from "@/features/limits/calls";
import { newRequestId } from "@/lib/request-id";
import { openApi } from "./document";

/** Not made by `route`, which asks for a credential and forbids caches. */
const serve: Handler = async (request) => {
  const requestId = newRequestId();
  try {
    await limitAddress(request.headers.get("x-replify-client-address"));
    const { text, etag } = openApi();
    const headers = {
      etag,
      "cache-control": "public, max-age=300, must-revalidate",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
    };
    if (isKnown(request.headers.get("if-none-match"), etag))
      return new Response(null, { status: 304, headers });
    return new Response(text, { headers: { ...headers, "content-type": "application/json" } });
  } catch (error) {
    return problemResponse(error, requestId);
  }
};
serve.endpoint = getOpenApiEndpoint;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: serve });

/** Caches and compressing proxies may have made the tag weak; that still names the same document. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const tags = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(etag) || tags.includes("*");
}
