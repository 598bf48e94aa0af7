import { getInstallationId } from "@/features/installation/service";
import { createClient } from "@/inngest/client";
import { createSdkHandler } from "@/inngest/engine/sdk";
import { signBody } from "@/inngest/engine/signature";
import { workerStarted } from "@/inngest/events";
import { functions } from "@/inngest/functions";
import { WORKER_PORT } from "@/lib/egress/own-listeners";
import { env, isLocal } from "@/lib/env";
import { log } from "@/lib/log";
import { SERVE_PATH, startListener } from "./listener";
import { createWatch } from "./watch";

/** Has the functions driven by the Inngest server at INNGEST_BASE_URL, which calls them over HTTP. */
export async function serveToInngest() {
  const { origin, signingKey, signingKeys, environment } = serverSettings();
  const installationId = await getInstallationId();
  // A server tells apps apart by their id alone: with a common one, two installations would take each other's calls.
  const client = createClient(
    env.INNGEST_APP_ID ?? `replify-${installationId.replaceAll("-", "").slice(0, 12)}`,
  );
  client.setEnvVars(environment);
  const handle = createSdkHandler({ frameworkName: "nodejs", client, functions, environment });

  /** Nobody else does: a stranger who could would have the calls sent elsewhere. */
  async function register(): Promise<void> {
    const url = new URL(SERVE_PATH, origin);
    const headers = { "x-inngest-signature": signBody("", signingKey, Date.now()) };
    const { status, body } = await handle({ method: "PUT", url, headers, body: "" });
    if (status !== 200)
      throw new Error(`The Inngest server did not register the worker (${status}): ${body}`);
    await client.send(workerStarted.create({}));
  }

  const watch = createWatch({ register });
  const listener = await startListener({
    host: env.WORKER_HOST ?? (isLocal() ? "127.0.0.1" : "0.0.0.0"),
    port: env.ENGINE_PORT ?? WORKER_PORT,
    origin,
    signingKeys,
    handle,
    onCall(url) {
      // What calls an id of another app knows us no more.
      if (url.searchParams.get("fnId")?.startsWith(`${client.id}-`)) watch.noteCall();
    },
  });
  watch.start();
  log.info({ port: listener.port, app: client.id }, "worker ready, driven by the Inngest server");
  return {
    async stop(drainMs: number) {
      await Promise.all([watch.stop(), listener.stop(drainMs)]);
    },
  };
}

function serverSettings() {
  const {
    INNGEST_BASE_URL: baseUrl,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_SIGNING_KEY_FALLBACK: fallback,
    INNGEST_EVENT_KEY: eventKey,
    INNGEST_SERVE_ORIGIN: origin,
  } = env;
  if (!baseUrl || !signingKey || !eventKey || !origin)
    throw new Error("Settings of the Inngest server are missing.");
  const environment: Record<string, string> = {
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: baseUrl,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_EVENT_KEY: eventKey,
    INNGEST_SERVE_ORIGIN: origin,
    INNGEST_SERVE_PATH: SERVE_PATH,
    INNGEST_ENABLE_UNAUTHED_SYNC: "false",
    ...(fallback && { INNGEST_SIGNING_KEY_FALLBACK: fallback }),
  };
  return { origin, signingKey, signingKeys: [signingKey, fallback ?? []].flat(), environment };
}
