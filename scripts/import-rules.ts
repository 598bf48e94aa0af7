import type { Import } from "./imports";

/** The rooms of `features`, from low to high: each imports only those before it. The one home of their order. */
export const ROOMS = [
  // What anything may stand on.
  "limits",
  "event-filter",
  "event-catalog",
  "environment-reports",
  "installation",
  "signatures",
  "audit",
  "members",
  "auth",
  "factors",
  "organizations",
  "encryption",
  "rotation",
  "tokens",
  "audit-log",
  // From an event to its deliveries.
  "formats",
  "event-types",
  "subscription-states",
  "deliveries",
  "events",
  "audit-stream",
  "trace",
  "handshake",
  "subscriptions",
  "echo",
  "sending",
  "reply-v3",
  "rest-hooks",
  "delivery-log",
  // People of the desk.
  "team",
  "sign-in",
  "profile",
  // Customers, and their apps.
  "oauth-clients",
  "oauth-sessions",
  "mails",
  "customers",
  "tickets",
  "chats",
  "troubleshooter",
  "customer-accounts",
  "oauth",
  "account",
  "customer-page",
  // What comes in, which may open tickets.
  "incoming-webhooks",
  "incoming-requests",
  "sample-data",
  // What shows many rooms.
  "api-reference",
  "event-catalog-page",
  "overview",
  "palette",
];

const TESTS = [
  /^(e2e|bench)\//,
  /\.test\.tsx?$/,
  /\/fixtures\//,
  /(^|[-/])test-(set-up|links|engine|database|site-data|sites)\.ts$/,
  /^db\/(factories|own-database)\.ts$/,
  /^inngest\/engine\/(contract|crash)-app\.ts$/,
  /\/run-sample\.ts$/,
  /^scripts\/test\.ts$/,
];

const FOLDERS = ["lib", "db", "components", "features", "app"] as const;

type Layer = keyof typeof LAYERS;

/** What each layer may import beside itself, and where to put what it wants from elsewhere. */
const LAYERS = {
  lib: {
    may: [],
    instead: "lib imports nothing of ours above it. Move this code up to the feature that needs it.",
  },
  db: {
    may: ["lib"],
    instead: "db knows tables only. Rules belong in features/<name>/service.ts, reads in queries.ts.",
  },
  components: {
    may: ["lib"],
    instead:
      "components could ship in another product. What knows our domain belongs in features/<name>/components.",
  },
  engine: {
    may: ["lib"],
    instead: "The engine drives any Inngest function and knows none of ours. Keep it to lib.",
  },
  inngest: {
    may: ["lib"],
    instead: "inngest/client and inngest/events are below features. Work belongs in inngest/functions.",
  },
  features: {
    may: ["components", "db", "inngest", "lib"],
    instead: "Nothing imports app, inngest/functions, scripts or tests. Put shared code into a feature.",
  },
  functions: {
    may: ["features", "engine", "inngest", "lib"],
    instead:
      "inngest/functions call features. Queries belong in features/<name>/queries.ts, writes in service.ts.",
  },
  app: {
    may: ["features", "components", "lib"],
    instead:
      "app routes requests. Queries belong in features/<name>/queries.ts, writes and background work in service.ts.",
  },
  programs: {
    may: ["features", "functions", "engine", "inngest", "db", "lib"],
    instead: "A program starts what the layers hold. Put shared code into a feature or lib.",
  },
  tests: { may: [], instead: "" },
} satisfies Record<string, { may: string[]; instead: string }>;

/** What is wrong with an import, and where the code belongs; undefined when nothing is. */
export function brokenRule(one: Import): string | undefined {
  if (one.specifier.startsWith("..") && !/^(scripts|e2e|bench)\//.test(one.from))
    return 'A relative import stays in its folder. Write it as "@/…".';
  if (isTest(one.from)) return undefined;
  return brokenLayer(one) ?? brokenRoom(one) ?? brokenDatabase(one) ?? brokenBrowser(one);
}

function brokenLayer({ from, to }: Import): string | undefined {
  const [upper, lower] = [layerOf(from), layerOf(to)];
  const { may, instead }: { may: readonly string[]; instead: string } = LAYERS[upper];
  return upper === lower || may.includes(lower) ? undefined : instead;
}

function layerOf(path: string): Layer {
  if (isTest(path)) return "tests";
  if (/^inngest\/(functions|server)\//.test(path)) return "functions";
  if (path.startsWith("inngest/engine/")) return "engine";
  if (/^inngest\/(client|events)\.ts$/.test(path)) return "inngest";
  return FOLDERS.find((folder) => path.startsWith(`${folder}/`)) ?? "programs";
}

/** Tests, and what only they import. */
export function isTest(path: string): boolean {
  return TESTS.some((pattern) => pattern.test(path));
}

function brokenRoom({ from, to }: Import): string | undefined {
  const [upper, lower] = [roomOf(from), roomOf(to)];
  if (upper === undefined || lower === undefined || upper === lower) return undefined;
  // Addresses of screens: strings, which import nothing themselves.
  if (from.endsWith("/links.ts")) return "links.ts is open to every room, so it imports none.";
  if (to.endsWith("/links.ts")) return undefined;
  if (to.startsWith(`features/${lower}/components/`))
    return `What ${upper} shares of ${lower} stands beside its components/, or a page composes the two.`;
  const missing = [upper, lower].find((room) => !ROOMS.includes(room));
  if (missing)
    return `${missing} has no place in the order of rooms yet: give it one in scripts/import-rules.ts.`;
  if (ROOMS.indexOf(lower) < ROOMS.indexOf(upper)) return undefined;
  return `${upper} stands below ${lower} (scripts/import-rules.ts). Move what both need into ${upper} or lower, a type too, or have it passed in from above.`;
}

function roomOf(path: string): string | undefined {
  return /^features\/([^/]+)\//.exec(path)?.[1];
}

/** Runs in the browser too, or describes what does. */
const SHARED_WITH_BROWSERS =
  /^components\/|^features\/[^/]+\/(components\/|.*\.tsx$|([\w-]+-)?(schema|contract|hooks|search-params)\.ts$|(links|form-values)\.ts$)|^features\/event-catalog\//;

function brokenDatabase({ from, to }: Import): string | undefined {
  if (!/^db\/(client\.ts|schema\/)/.test(to)) return undefined;
  if (layerOf(from) !== "features" || !SHARED_WITH_BROWSERS.test(from)) return undefined;
  return "Only the server's files of a feature ask the database: queries.ts, service.ts and those named after their subject.";
}

function brokenBrowser({ from, to }: Import): string | undefined {
  if (!SHARED_WITH_BROWSERS.test(from)) return undefined;
  const isServers =
    /^(lib\/(env|keyring|log)\.ts|inngest\/|features\/.*\/(queries|service)\.ts$)/.test(to) ||
    (to.startsWith("db/") && to !== "db/enums.ts");
  return isServers
    ? "This runs in the browser too. Read through hooks.ts and the contract; of db only db/enums."
    : undefined;
}
