import { frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import { getOpenApiEndpoint } from "@/features/api-reference/contract";
import { openApi } from "./document";

const serve = frame(OPEN, getOpenApiEndpoint.path, async ({ request }) => {
  const { text, etag } = openApi();
  const headers = { etag, "cache-control": "public, max-age=300, must-revalidate" };
  if (isKnown(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  return jsonAnswer(text, { status: 200, headers });
});
serve.endpoint = getOpenApiEndpoint;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: serve });

/** Caches and compressing proxies may have made the tag weak; that still names the same document. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const tags = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(etag) || tags.includes("*");
}
