import type { EnvironmentSummary } from "@/features/environment-reports/schema";
import { versionParts, wholeVersion } from "@/features/environment-reports/versions";

/** More than any site has; the rest is shown, but not searched by. */
const MAX_PLUGINS = 1000;
/** The index takes no long keys. */
const MAX_SLUG_LENGTH = 100;

/** A name as it is searched for, however it is written: `yoast-seo` for “Yoast SEO”. */
export function toSlug(name: string): string {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-");
  return words.replace(/^-|-$/g, "").slice(0, MAX_SLUG_LENGTH);
}

/** What the list finds a report by: its versions, and the plugins that are active, by name and by folder. */
export function searchKeys({ wordpress, php, plugins = [] }: EnvironmentSummary): string[] {
  const active = plugins.filter((plugin) => plugin.active).slice(0, MAX_PLUGINS);
  return [
    ...new Set([
      ...(wordpress ? versionParts(wordpress).map((part) => `wordpress:${part}`) : []),
      ...(php ? versionParts(php).map((part) => `php:${part}`) : []),
      ...active.flatMap(({ name, slug = "", version }) =>
        [toSlug(name), toSlug(slug)].filter(Boolean).flatMap((one) => pluginKeys(one, version)),
      ),
    ]),
  ];
}

function pluginKeys(slug: string, version: string | undefined): string[] {
  const key = `plugin:${slug}`;
  return [key, ...(version ? versionParts(version).map((part) => `${key}@${part}`) : [])];
}

/** The key that finds tickets with a plugin in this version, or in any where it is not known. */
export function pluginKey({ name, version }: { name: string; version?: string | undefined }): string | null {
  const slug = toSlug(name);
  if (slug === "") return null;
  return version ? `plugin:${slug}@${wholeVersion(version)}` : `plugin:${slug}`;
}

/** The key that a filter such as `plugin:WooCommerce@9.9` or `php:8.1` asks for; null for any other. */
export function searchKeyOf(filter: string): string | null {
  const colon = filter.indexOf(":");
  const [kind, wanted] = [filter.slice(0, colon), filter.slice(colon + 1).trim()];
  if (kind === "php" || kind === "wordpress") return `${kind}:${wholeVersion(wanted)}`;
  if (kind !== "plugin") return null;
  const at = wanted.lastIndexOf("@");
  if (at < 0) return pluginKey({ name: wanted });
  return pluginKey({ name: wanted.slice(0, at), version: wanted.slice(at + 1) });
}
