import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { OAUTH_PATHS, OAUTH_TAG } from "@/features/api-reference/oauth-paths";
import { DELIVERY_PARAMETERS, OUTGOING_WEBHOOKS } from "@/features/api-reference/outgoing-webhook";
import { describeResource } from "@/features/api-reference/resources";
import { sessionCookieName } from "@/features/auth/session";
import { env } from "@/lib/env";
import { createOpenApi } from "@/lib/openapi";
import type { OpenApi } from "@/lib/openapi/document";

interface Served {
  document: OpenApi;
  text: string;
  /** The text, compressed: to do that for each call would cost more than all else that serves it. */
  gzipped: Buffer<ArrayBuffer>;
  /** Weak, as it names the document whether it is compressed or not. */
  etag: string;
}

let served: Served | undefined;

/** The document and its bytes, built on the first call and then the same for as long as the process lives. */
export function openApi(): Served {
  served ??= build();
  return served;
}

function build(): Served {
  const document = createOpenApi({
    operations: OPERATIONS,
    protocol: { tag: OAUTH_TAG, paths: OAUTH_PATHS },
    webhooks: OUTGOING_WEBHOOKS,
    parameters: DELIVERY_PARAMETERS,
    origin: env.APP_URL,
    sessionCookie: sessionCookieName(),
    describeResource,
  });
  const text = JSON.stringify(document);
  const gzipped = Buffer.from(gzipSync(text));
  return { document, text, gzipped, etag: `W/"${createHash("sha256").update(text).digest("base64url")}"` };
}
