import { frame } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import { getOpenApiEndpoint } from "@/features/api-reference/contract";
import { withGzip } from "@/lib/web/precompressed";
import { openApi } from "./document";

const serve = frame(OPEN, getOpenApiEndpoint.path, async ({ request }) => {
  const { text, gzipped, etag } = openApi();
  const headers = { etag, "cache-control": "public, max-age=300, must-revalidate" };
  if (isKnown(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  return withGzip(jsonAnswer(text, { status: 200, headers }), gzipped);
});
serve.endpoint = getOpenApiEndpoint;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: serve });

/** Caches may have written the tag as a strong one; that still names the same document. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const tags = ifNoneMatch?.split(",").map((tag) => opaque(tag.trim())) ?? [];
  return tags.includes(opaque(etag)) || tags.includes("*");
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, "");
}
