import { isOutdated } from "@/features/environment-reports/facts";
import type { Reading } from "@/features/environment-reports/parsed-report";
import type { EnvironmentFinding, EnvironmentPlugin } from "@/features/environment-reports/schema";
import { toBytes, toPhpSize } from "@/features/environment-reports/values";
import { isOlder, versionNumbers } from "@/features/environment-reports/versions";

type Severity = EnvironmentFinding["severity"];

/** Of each kind; a site with more has another trouble. */
const MAX_NAMED = 50;
const PHP_CRITICAL = "8.1";
const PHP_WARNING = "8.2";
const LOW_MEMORY = 64 * 1024 * 1024;
const ORDER: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/** What we make of a site: the worst first, each with the value that it was judged by. */
export function findingsOf(reading: Reading): EnvironmentFinding[] {
  const found = [
    ...outdatedCore(reading),
    ...outdatedPhp(reading),
    ...outdatedPlugins(reading.summary.plugins ?? []),
    ...outdatedTheme(reading),
    ...settingsOf(reading),
    ...workings(reading),
  ];
  return found.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

function outdatedCore({
  summary: { wordpress },
  observed: { latestWordpress },
}: Reading): EnvironmentFinding[] {
  if (!wordpress || !latestWordpress || !isOlder(wordpress, latestWordpress)) return [];
  return [
    warning("wordpress_outdated", `WordPress ${wordpress} is older than ${latestWordpress}, the latest.`),
  ];
}

function outdatedPhp({ summary: { php } }: Reading): EnvironmentFinding[] {
  // `8` alone may be any of its versions.
  if (!php || versionNumbers(php).length < 2) return [];
  if (isOlder(php, PHP_CRITICAL))
    return [
      { severity: "critical", code: "php_outdated", message: `PHP ${php} is older than ${PHP_CRITICAL}.` },
    ];
  if (!isOlder(php, PHP_WARNING)) return [];
  return [warning("php_outdated", `PHP ${php} is older than ${PHP_WARNING}.`)];
}

function outdatedPlugins(plugins: EnvironmentPlugin[]): EnvironmentFinding[] {
  const outdated = plugins.filter(isOutdated);
  const named = outdated.slice(0, MAX_NAMED).map(
    ({ name, version, latest, active }): EnvironmentFinding => ({
      severity: active ? "warning" : "info",
      code: "plugin_outdated",
      message: `${name} ${version} is older than ${latest}, the latest.${active ? "" : " It is not active."}`,
      subject: name,
    }),
  );
  const more = outdated.length - named.length;
  return more > 0 ? [...named, warning("plugin_outdated", `${more} more plugins are outdated.`)] : named;
}

function outdatedTheme({ summary: { theme } }: Reading): EnvironmentFinding[] {
  if (!theme || !isOutdated(theme)) return [];
  const message = `The theme ${theme.name} ${theme.version} is older than ${theme.latest}, the latest.`;
  return [warning("theme_outdated", message, theme.name)];
}

function settingsOf({ summary, observed }: Reading): EnvironmentFinding[] {
  const { debug, environmentType, https, memoryLimit } = summary;
  const memory = toBytes(memoryLimit);
  const isLive = environmentType?.toLowerCase() === "production";
  const found: (EnvironmentFinding | false)[] = [
    isLive &&
      observed.showsErrors === true &&
      warning("errors_shown", "The site is in production and shows PHP errors to visitors."),
    isLive && debug === true && warning("debug_on", "The site is in production and WP_DEBUG is on."),
    https === false && warning("no_https", "The site does not use https."),
    memory !== undefined &&
      memory < LOW_MEMORY &&
      warning("memory_limit_low", `The memory limit ${memoryLimit} is under ${toPhpSize(LOW_MEMORY)}.`),
  ];
  return found.filter((finding) => finding !== false);
}

function workings({ observed }: Reading): EnvironmentFinding[] {
  const { runsCron, failedRequests = [], outdatedTemplates, unwritable = [] } = observed;
  return [
    ...(runsCron === false
      ? [warning("wp_cron_off", "WP-Cron is off, so a cron job has to run its tasks.")]
      : []),
    ...failedRequests.map(({ name, answer }) =>
      warning(
        "remote_request_failed",
        `The site's request failed (${name}): ${answer ?? "no answer"}.`,
        name,
      ),
    ),
    ...(outdatedTemplates ? [templatesFinding(outdatedTemplates)] : []),
    ...unwritable
      .slice(0, MAX_NAMED)
      .map((folder) => warning("not_writable", `${folder} is not writable.`, folder)),
  ];
}

function templatesFinding(
  templates: NonNullable<Reading["observed"]["outdatedTemplates"]>,
): EnvironmentFinding {
  const named = templates
    .slice(0, MAX_NAMED)
    .map(({ file, version, latest }) => `${file} ${version ?? "without a version"} (latest ${latest})`);
  const list = named.length > 0 ? `: ${named.join(", ")}` : "";
  return warning("templates_outdated", `The theme has outdated WooCommerce templates${list}.`);
}

function warning(code: string, message: string, subject?: string): EnvironmentFinding {
  return { severity: "warning", code, message, ...(subject !== undefined && { subject }) };
}
