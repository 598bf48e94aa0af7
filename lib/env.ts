import * as z from "zod";
import "@/lib/issue-sentences";
import { withoutPrototype } from "@/lib/own-path";
import { ROLES, type Role } from "@/lib/roles";

const flag = z
  .enum(["0", "1", "true", "false"])
  .transform((value) => value === "1" || value === "true")
  .optional();

const list = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .optional();

const signingKey = z.string().regex(/^(signkey-\w+-)?([0-9a-f]{2})+$/, "expected even-length hex");

const origin = z
  .url({ protocol: /^https?$/, error: "expected http:// or https://" })
  .refine((url) => URL.canParse(url) && new URL(url).pathname === "/", "expected no path")
  .transform((url) => new URL(url).origin);

/** `replify-admins:admin,support:agent`: a group of the provider and the role it gives. */
const roleMap = z
  .string()
  .transform((text, check) => {
    const pairs = text.split(",").map((pair) => pair.trim().split(":"));
    const map = new Map<string, Role>();
    for (const [group, name] of pairs) {
      const role = ROLES.find((one) => one === name);
      if (group && role) map.set(group, role);
      else check.addIssue(`expected group:role, comma-separated, with a role of ${ROLES.join(", ")}`);
    }
    return map;
  })
  .optional();

/** `hooks.slack.com=1,*=200`: calls a second to a host, and to each of those that are not named. */
const hostRates = z
  .string()
  .default("")
  .transform((text, check) => {
    const rates = new Map<string, number>();
    for (const pair of text
      .split(",")
      .map((part) => part.trim().toLowerCase())
      .filter(Boolean)) {
      const [, host = "", rate = ""] = /^([^=\s]+)=(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
      if (Number(rate) > 0) rates.set(host, Number(rate));
      else check.addIssue("expected host=calls per second, comma-separated, such as hooks.slack.com=1,*=200");
    }
    return rates;
  });

/** What examples have where a key belongs. */
const PLACEHOLDER = /change|example|default|secret|password|placeholder|your/i;

/** Behind another one such a key may stay, to open what it has encrypted. */
function isFirstOwn(keys: string): boolean {
  const [first = ""] = keys.split(",");
  const key = Buffer.from(first.slice(first.indexOf(":") + 1), "base64");
  return key.some((byte) => byte !== 0) && !PLACEHOLDER.test(key.toString("latin1"));
}

function haveOwnNames(keys: string): boolean {
  const names = keys.split(",").map((entry) => entry.slice(0, entry.indexOf(":")));
  return new Set(names).size === names.length;
}

/** The first of each row is of no use without the others. */
const NEEDED_TOGETHER: [string, ...string[]][] = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  ["SMTP_URL", "MAIL_FROM"],
  ["INNGEST_BASE_URL", "INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"],
];

const fields = z.object({
  DATABASE_URL: z.string().min(1),
  APP_URL: z.url().optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().optional(),
  DATA_DIR: z.string().default(".data"),
  NEXTAUTH_SECRET: z.string().min(32),
  ENCRYPTION_KEYS: z
    .string()
    .regex(
      /^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/,
      "expected kid:base64 of 32 bytes, comma-separated",
    )
    .refine(haveOwnNames, "expected a name of its own for each key")
    .refine(
      isFirstOwn,
      "expected a first key of your own, not that of an example: openssl rand -base64 32. Put it, under a new name, in front of those that you have",
    ),
  DELIVERY_TIME_SCALE: z.coerce.number().positive().max(1).default(1),
  EGRESS_ALLOW_CIDRS: list,
  EGRESS_ALLOW_HTTP: flag,
  EGRESS_STRICT: flag,
  EGRESS_DNS_SERVERS: list,
  EGRESS_CA_FILE: z.string().optional(),
  EGRESS_PROXY_URL: z.url({ protocol: /^https?$/, error: "expected http:// or https://" }).optional(),
  EGRESS_HOST_RATES: hostRates,
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(0).optional(),
  INNGEST_BASE_URL: z.url().optional(),
  INNGEST_SIGNING_KEY: signingKey.optional(),
  INNGEST_SIGNING_KEY_FALLBACK: signingKey.optional(),
  INNGEST_EVENT_KEY: z.string().min(1).optional(),
  INNGEST_SERVE_ORIGIN: origin.optional(),
  INNGEST_APP_ID: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "expected lower-case letters, digits and hyphens, at most 63")
    .optional(),
  INNGEST_DEV: z.literal(["", "0"], "must be unset: it switches signature checks off").optional(),
  WORKER_HOST: z.string().optional(),
  ENGINE_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  INITIAL_ADMIN_EMAIL: z.email().optional(),
  INITIAL_ADMIN_PASSWORD: z.string().optional(),
  SETUP_TOKEN: z.string().min(16).optional(),
  SECURITY_CONTACT: z
    .url({ protocol: /^(https|mailto|tel)$/, error: "expected https://, mailto: or tel:" })
    .optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(60_000),
  RATE_LIMIT_PER_ADDRESS: z.coerce.number().int().min(1).default(120_000),
  RATE_LIMIT_UNAUTHORIZED: z.coerce.number().int().min(1).default(600),
  CREATE_RATE_PER_MINUTE: z.coerce.number().int().min(1).default(120),
  RATE_LIMIT_PER_CUSTOMER: z.coerce.number().int().min(1).default(600),
  CREATE_RATE_PER_CUSTOMER: z.coerce.number().int().min(1).default(60),
  MAX_SUBSCRIPTIONS: z.coerce.number().int().min(1).default(1000),
  INCOMING_KEPT_MB_PER_WEBHOOK: z.coerce.number().int().min(1).default(64),
  INCOMING_KEPT_MB: z.coerce.number().int().min(1).default(1024),
  LOG_RETENTION_DAYS: z.coerce.number().int().min(1).default(90),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).default(30),
  SESSION_MAX_HOURS: z.coerce.number().int().min(1).default(12),
  REAUTHENTICATION_MINUTES: z.coerce.number().int().min(1).default(60),
  REAUTHENTICATION_STRICT_MINUTES: z.coerce.number().int().min(1).default(10),
  INVITATION_DAYS: z.coerce.number().int().min(1).max(90).default(7),
  DATABASE_OWNER_URL: z.string().min(1).optional(),
  DATABASE_DIRECT_URL: z.string().min(1).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "expected smtp:// or smtps://" }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  MAIL_BUNDLE_SECONDS: z.coerce.number().int().min(0).max(3600).default(120),
  MAILS_PER_TICKET_AND_HOUR: z.coerce.number().int().min(1).default(20),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).max(40).default("single sign-on"),
  OIDC_ALLOWED_DOMAINS: list,
  OIDC_ROLE_CLAIM: z.string().min(1).default("groups"),
  OIDC_ROLE_MAP: roleMap,
  OIDC_DEFAULT_ROLE: z.enum([...ROLES, "none"]).default("none"),
});

/** Every setting there is; .env.example explains them. */
export const SETTING_NAMES: readonly string[] = Object.keys(fields.shape);

const envSchema = fields
  .transform((values) => withoutPrototype(values))
  .transform((values) =>
    withoutPrototype({
      ...values,
      APP_URL: new URL(values.APP_URL ?? `http://localhost:${values.PORT}`).origin,
      // Behind a proxy all connections are the proxy's.
      CONNECTIONS_PER_ADDRESS: values.CONNECTIONS_PER_ADDRESS ?? (values.TRUSTED_PROXY_HOPS > 0 ? 0 : 256),
    }),
  )
  .refine((values) => values.DELIVERY_TIME_SCALE === 1 || isLoopbackUrl(values.APP_URL), {
    path: ["DELIVERY_TIME_SCALE"],
    message: "must be 1 unless APP_URL is a loopback address",
  });

export type Env = Readonly<z.output<typeof envSchema>>;

type Environment = Record<string, string | undefined>;

/** Parses settings; throws one Error that names everything missing or wrong at once. */
export function parseEnv(source: Environment): Env {
  const given = givenSettings(source);
  const parsed = envSchema.safeParse(given);
  const missing = missingCompanions(given);
  if (parsed.success && missing.length === 0) return Object.freeze(parsed.data);
  const problems = (parsed.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0]);
    return given[name] === undefined ? `${name} is missing` : `${name}: ${issue.message}`;
  });
  problems.push(...missing.map((name) => `${name} is missing`));
  throw new Error(`Settings are incomplete: ${problems.join("; ")}. See .env.example.`);
}

function missingCompanions(given: Record<string, string | undefined>): string[] {
  const needed = NEEDED_TOGETHER.flatMap(([one, ...others]) => (given[one] === undefined ? [] : others));
  // A web process only sends the server its events; the worker is called by it.
  if (given.INNGEST_BASE_URL && given.REPLIFY_PROCESS === "worker") needed.push("INNGEST_SERVE_ORIGIN");
  return needed.filter((name) => given[name] === undefined);
}

/** What an environment itself says; empty counts as unset, and what it inherits as never said. */
export function givenSettings(source: Environment): Environment {
  return withoutPrototype(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "")));
}

let ofProcess: Env | undefined;

/** The settings of this process, parsed from process.env by whoever asks first. */
export function settings(): Env {
  ofProcess ??= parseEnv(process.env);
  return ofProcess;
}

/** The same, and parsed at first use, so that `next build` needs none. */
export const env: Env = new Proxy({} as Env, { get: (_, name) => Reflect.get(settings(), name) });

/** True while APP_URL is a loopback address: http and loopback webhook targets are then allowed (DESIGN: local targets). */
export function isLocal(): boolean {
  return isLoopbackUrl(env.APP_URL);
}

/** Whether browsers reach us over https only. */
export function isSecure(): boolean {
  return env.APP_URL.startsWith("https:");
}

function isLoopbackUrl(url: string): boolean {
  const host = new URL(url).hostname;
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\./.test(host);
}
