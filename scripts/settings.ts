import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { isLoopbackHost } from "@/lib/client-address";
import { describeEgressRule, egressRule } from "@/lib/egress/rule";
import { type Env, givenSettings, parseEnv } from "@/lib/env";
import { StartupError } from "@/lib/startup-error";
import { keptSecrets } from "./secrets";

type Environment = Record<string, string | undefined>;

export interface Settings {
  /**
   * Everything the web and worker processes need, except DATABASE_URL while the embedded Postgres is used. The owner's URL is emptied, not
   * left out: Next would read it from .env again.
   */
  environment: Environment;
  /** Unset: the embedded Postgres. */
  databaseUrl: string | undefined;
  /** Who migrates; DATABASE_URL itself where nobody else is named. */
  ownerUrl: string | undefined;
  appUrl: string;
  /** Where to listen. */
  host: string;
  port: number;
  dataDir: string;
  setupToken: string;
  /** What outgoing webhooks may reach, in one sentence. */
  egress: string;
  /** APP_URL is a loopback address: everything has a default then, and outgoing webhooks may be local. */
  isLocal: boolean;
}

/** Reads the environment and completes it: generated secrets on a local machine, a sentence naming all that is missing elsewhere. */
export async function readSettings(source: Environment): Promise<Settings> {
  const given = givenSettings(source);
  const port = readPort(given.PORT);
  const dataDir = resolve(given.DATA_DIR ?? ".data");
  const isLocal = isLocalSetup(given);
  requireAll(given, isLocal);
  const secrets = await keptSecrets(dataDir);
  const appUrl = given.APP_URL ?? `http://localhost:${port}`;
  const environment: Environment = {
    ...secrets,
    SETUP_TOKEN: randomBytes(24).toString("base64url"),
    HOST: isLocal ? "127.0.0.1" : "0.0.0.0",
    ...given,
    APP_URL: appUrl,
    NEXTAUTH_URL: appUrl,
    PORT: String(port),
    DATA_DIR: dataDir,
    NEXT_TELEMETRY_DISABLED: "1",
    NEXT_MANUAL_SIG_HANDLE: "1",
  };
  const { parsed, egress } = check(environment, isLocal);
  return {
    environment: { ...environment, DATABASE_OWNER_URL: "" },
    databaseUrl: given.DATABASE_URL,
    ownerUrl: given.DATABASE_OWNER_URL ?? given.DATABASE_URL,
    appUrl: parsed.APP_URL,
    host: parsed.HOST ?? "127.0.0.1",
    port,
    dataDir,
    setupToken: parsed.SETUP_TOKEN ?? "",
    egress,
    isLocal,
  };
}

/** Outside one machine nothing is made up silently. */
function requireAll(given: Environment, isLocal: boolean): void {
  const required = isLocal ? [] : ["APP_URL", "DATABASE_URL", "NEXTAUTH_SECRET", "ENCRYPTION_KEYS"];
  if (given.DATABASE_OWNER_URL || given.DATABASE_DIRECT_URL) required.push("DATABASE_URL");
  if (given.INNGEST_BASE_URL) {
    required.push("INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY", "INNGEST_SERVE_ORIGIN");
  }
  if (given.INITIAL_ADMIN_EMAIL) required.push("INITIAL_ADMIN_PASSWORD");
  if (given.INITIAL_ADMIN_PASSWORD) required.push("INITIAL_ADMIN_EMAIL");
  const missing = required.filter((name) => given[name] === undefined);
  if (missing.length === 0) return;
  throw new StartupError(`Settings are incomplete: ${missing.join(", ")} must be set. See .env.example.`);
}

function isLocalSetup(given: Environment): boolean {
  if (given.APP_URL !== undefined) {
    if (!URL.canParse(given.APP_URL)) throw new StartupError(`APP_URL is not a URL: ${given.APP_URL}.`);
    return isLoopbackHost(new URL(given.APP_URL).host);
  }
  // Open to the network without saying under which name is a half-configured production.
  return given.HOST === undefined || isLoopbackHost(given.HOST);
}

function readPort(text = "3000"): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new StartupError(`PORT must be a number from 1 to 65535, not ${text}.`);
}

function check(environment: Environment, isLocal: boolean): { parsed: Env; egress: string } {
  try {
    const parsed = parseEnv({ DATABASE_URL: "embedded", ...environment });
    return { parsed, egress: describeEgressRule(egressRule(parsed, isLocal)) };
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error));
  }
}
