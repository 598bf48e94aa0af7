import "server-only";
import { isIP } from "node:net";
import { env } from "@/lib/env";

/** Why browsers would refuse passkeys at APP_URL, for whoever wonders where they are; null when they are offered. */
export function passkeyObstacle(appUrl = env.APP_URL): string | null {
  const { protocol, hostname } = new URL(appUrl);
  const isLocalhost = hostname === "localhost" || hostname.endsWith(".localhost");
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0)
    return "Passkeys need a domain, and this server is reached by an IP address (APP_URL).";
  if (protocol !== "https:" && !isLocalhost)
    return "Passkeys need https, and this server is reached over http (APP_URL).";
  return null;
}
