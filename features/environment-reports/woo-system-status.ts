import { formatBytes } from "@/components/format-bytes";
import type { Observed, Reading } from "@/features/environment-reports/parsed-report";
import type {
  EnvironmentPlugin,
  EnvironmentSection,
  EnvironmentSummary,
} from "@/features/environment-reports/schema";
import {
  isObject,
  known,
  present,
  toBytes,
  toPhpSize,
  toText,
  yesOrNo,
} from "@/features/environment-reports/values";
import { isOlder } from "@/features/environment-reports/versions";
import { isRecord, ownValue, readPath } from "@/lib/own-path";

/** What tells where the site is, wherever it stands. */
const PRIVATE = new Set(["database_prefix", "home_url", "site_url", "log_directory"]);
const MB = 1_000_000;

const LABELS: Record<string, string> = {
  environment: "WooCommerce environment",
  database: "WooCommerce database",
  active_plugins: "Active plugins",
  inactive_plugins: "Inactive plugins",
  dropins_mu_plugins: "Drop-ins and must-use plugins",
  theme: "Theme",
  settings: "WooCommerce settings",
  security: "Security",
  pages: "WooCommerce pages",
  post_type_counts: "Post types",
};

/** Reads WooCommerce's system status, as its REST API answers it. */
export function readWooSystemStatus(document: Record<string, unknown>, includePrivate: boolean): Reading {
  const dropped = { count: 0 };
  const status = includePrivate ? document : Object(withoutPrivate(document, dropped));
  return {
    summary: summaryOf(status, isHttps(document)),
    sections: Object.entries(foldTables(status)).map(([key, value]) => toSection(toText(key), value)),
    observed: observedIn(status),
    leftOut: dropped.count,
  };
}

function withoutPrivate(value: unknown, dropped: { count: number }): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPrivate(item, dropped));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !PRIVATE.has(name));
  dropped.count += Object.keys(value).length - kept.length;
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutPrivate(inner, dropped)]));
}

function summaryOf(status: Record<string, unknown>, https: boolean | undefined): EnvironmentSummary {
  const text = (path: string) => known(readPath(status, path));
  const flag = (path: string) => yesOrNo(readPath(status, path));
  const memory = toBytes(readPath(status, "environment.wp_memory_limit"));
  return present({
    wordpress: text("environment.wp_version"),
    php: text("environment.php_version"),
    server: text("environment.server_info"),
    database: text("environment.mysql_version_string") ?? text("environment.mysql_version"),
    theme: themeOf(status),
    plugins: pluginsOf(status),
    woocommerce: text("environment.version"),
    multisite: flag("environment.wp_multisite"),
    https,
    debug: flag("environment.wp_debug_mode"),
    memoryLimit: memory === undefined ? unlimited(text("environment.wp_memory_limit")) : toPhpSize(memory),
    objectCache: flag("environment.external_object_cache"),
  });
}

function unlimited(limit: string | undefined): string | undefined {
  return limit === "-1" ? "unlimited" : limit;
}

/** Whether the address is one of https says nothing about where it leads. */
function isHttps(document: Record<string, unknown>): boolean | undefined {
  const home = known(readPath(document, "environment.home_url"))?.toLowerCase();
  const byAddress = home?.startsWith("https:") || (home?.startsWith("http:") ? false : undefined);
  return yesOrNo(readPath(document, "security.secure_connection")) ?? byAddress;
}

function themeOf(status: Record<string, unknown>): EnvironmentSummary["theme"] {
  const text = (path: string) => known(readPath(status, `theme.${path}`));
  const name = text("name");
  if (name === undefined) return undefined;
  const isChild = yesOrNo(readPath(status, "theme.is_child_theme"));
  return present({
    name,
    version: text("version"),
    latest: text("version_latest"),
    parent: isChild ? text("parent_name") : undefined,
  });
}

const PLUGIN_LISTS = [
  { path: "active_plugins", active: true },
  { path: "dropins_mu_plugins.mu_plugins", active: true },
  { path: "inactive_plugins", active: false },
];

function pluginsOf(status: Record<string, unknown>): EnvironmentPlugin[] | undefined {
  const lists = PLUGIN_LISTS.flatMap(({ path, active }) => {
    const list = readPath(status, path);
    return Array.isArray(list) ? [list.map((item) => toPlugin(item, active))] : [];
  });
  return lists.length > 0 ? lists.flat() : undefined;
}

function toPlugin(item: unknown, active: boolean): EnvironmentPlugin {
  const text = (name: string) => known(ownValue(item, name));
  const file = text("plugin");
  return present({
    name: text("name") ?? file ?? "",
    slug: file?.includes("/") ? file.split("/")[0] : undefined,
    version: text("version"),
    latest: text("version_latest"),
    active,
  });
}

function observedIn(status: Record<string, unknown>): Observed {
  const flag = (path: string) => yesOrNo(readPath(status, path));
  const hidesErrors = flag("security.hide_errors");
  return present({
    runsCron: flag("environment.wp_cron"),
    showsErrors: hidesErrors === undefined ? undefined : !hidesErrors,
    failedRequests: ["remote_post", "remote_get"]
      .filter((name) => flag(`environment.${name}_successful`) === false)
      .map((name) => ({ name, answer: known(readPath(status, `environment.${name}_response`)) })),
    outdatedTemplates: flag("theme.has_outdated_templates") ? outdatedTemplates(status) : undefined,
    unwritable: flag("environment.log_directory_writable") === false ? ["WooCommerce's log folder"] : [],
  });
}

function outdatedTemplates(status: Record<string, unknown>): Observed["outdatedTemplates"] {
  const overrides = readPath(status, "theme.overrides");
  if (!Array.isArray(overrides)) return [];
  return overrides
    .map((item) => ({
      file: toText(ownValue(item, "file")),
      version: known(ownValue(item, "version")),
      latest: known(ownValue(item, "core_version")),
    }))
    .filter(({ version, latest }) => latest !== undefined && (!version || isOlder(version, latest)));
}

/** The tables' names begin with the database's prefix, and nobody reads hundreds of them. */
function foldTables(status: Record<string, unknown>): Record<string, unknown> {
  const { database } = status;
  const tables = ownValue(database, "database_tables");
  if (!isRecord(database) || !isRecord(tables)) return status;
  const folded = Object.entries(tables).map(([group, list]) => [`${group} tables`, tablesText(list)]);
  const { database_tables: _, ...others } = database;
  return { ...status, database: { ...others, ...Object.fromEntries(folded) } };
}

/** Sizes are told in megabytes. */
function tablesText(list: unknown): string {
  const tables = isRecord(list) ? Object.values(list) : [];
  const sizes = tables.flatMap((table) => [ownValue(table, "data"), ownValue(table, "index")]);
  const total = sizes.reduce<number>((sum, size) => sum + (Number(toText(size)) || 0), 0);
  return `${tables.length}, ${formatBytes(total * MB)}`;
}

function toSection(key: string, value: unknown): EnvironmentSection {
  const entries = isRecord(value) ? Object.entries(value) : listEntries(value);
  const fields = entries.map(([name, inner]) => {
    const field = toText(name);
    return { key: field, label: field, value: toText(inner) };
  });
  return { key, label: Object.hasOwn(LABELS, key) ? (LABELS[key] ?? key) : key, fields };
}

function listEntries(value: unknown): [string, unknown][] {
  if (!Array.isArray(value)) return [["value", value]];
  return value.map((item, index) => [nameOf(item) ?? String(index + 1), item]);
}

function nameOf(item: unknown): string | undefined {
  return known(ownValue(item, "name")) ?? known(ownValue(item, "page_name")) ?? known(ownValue(item, "type"));
}
