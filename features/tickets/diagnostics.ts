import { ExactNumber } from "@/lib/exact-number";
import { foldText } from "@/lib/fold-text";
import { ownValue } from "@/lib/own-path";

/** One value of the diagnostics. */
export interface DiagnosticsRow {
  /** Dotted: `wordpress.version`. */
  path: string;
  value: string;
  /** More than one line, such as a stack trace. */
  isLong: boolean;
  /** The list's filter for tickets with the same value; null where it can't be asked for. */
  filter: string | null;
}

export interface DiagnosticsGroup {
  label: string;
  rows: DiagnosticsRow[];
}

/** By the first part of a path; what fits none is shown all the same. */
const GROUPS: { label: string; keys: RegExp }[] = [
  {
    label: "App",
    keys: /^(app|application|wordpress|wp|woocommerce|php|mysql|mariadb|database|db|theme|hosting|server|site|version|environment|stack|error)/i,
  },
  {
    label: "Device",
    keys: /^(device|os|operating|browser|screen|platform|user_?agent|cpu|memory|locale|language)/i,
  },
  { label: "Network", keys: /^(network|net|ip|url|connection|ssl|tls|dns|proxy|http|latency)/i },
  { label: "Plugins", keys: /^(active_?)?(plugin|extension|module|mu_plugin)s?/i },
];
const CUSTOM = "Custom";
const FILTER_MAX = 200;

/** A ticket's diagnostics as rows, in groups that have any; rows can be narrowed by a part of their path or value. */
export function groupDiagnostics(diagnostics: Record<string, unknown>, needle = ""): DiagnosticsGroup[] {
  const wanted = foldText(needle.trim());
  const rows = Object.entries(diagnostics)
    .flatMap(([key, value]) => flatten([key], value, true))
    .filter(({ path, value }) => foldText(`${path} ${value}`).includes(wanted));
  return [...GROUPS.map(({ label }) => label), CUSTOM]
    .map((label) => ({ label, rows: rows.filter((row) => groupOf(row.path) === label) }))
    .filter((group) => group.rows.length > 0);
}

function groupOf(path: string): string {
  return GROUPS.find(({ keys }) => keys.test(path))?.label ?? CUSTOM;
}

function flatten(keys: string[], value: unknown, isFindable: boolean): DiagnosticsRow[] {
  if (Array.isArray(value)) return flattenList(keys, value);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length > 0)
      return entries.flatMap(([key, inner]) => flatten([...keys, key], inner, isFindable));
  }
  return [row(keys, textOf(value), isFindable && isScalar(value))];
}

function flattenList(keys: string[], list: unknown[]): DiagnosticsRow[] {
  if (list.every(isScalar)) return [row(keys, list.map(textOf).join(", "), false)];
  return list.flatMap((item, index) => {
    const name = nameIn(item);
    return flatten([...keys, name ?? String(index)], item, false);
  });
}

/** Plugins and the like are known by a name rather than by their place. */
function nameIn(item: unknown): string | null {
  const name = ownValue(item, "name") ?? ownValue(item, "slug");
  return typeof name === "string" && name !== "" ? name : null;
}

function row(keys: string[], value: string, isFindable: boolean): DiagnosticsRow {
  const path = keys.join(".");
  const filter = `${path}:${value}`;
  const canAsk =
    isFindable &&
    value.trim() !== "" &&
    filter.length <= FILTER_MAX &&
    !value.includes("\n") &&
    keys.every((key) => key !== "" && !/[.:]/.test(key));
  return { path, value, isLong: value.includes("\n"), filter: canAsk ? filter : null };
}

function isScalar(value: unknown): boolean {
  return (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    value instanceof ExactNumber
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
