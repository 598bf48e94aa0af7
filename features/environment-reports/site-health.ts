import {
  type Observed,
  type Reading,
  wooCommerceVersion,
} from "@/features/environment-reports/parsed-report";
import { parsePluginLine, parsePluginText, splitLatest } from "@/features/environment-reports/plugin-details";
import type {
  EnvironmentPlugin,
  EnvironmentSection,
  EnvironmentSummary,
} from "@/features/environment-reports/schema";
import type { SiteField, SiteSection } from "@/features/environment-reports/site-health-json";
import { brief, known, present, toBytes, toPhpSize, yesOrNo } from "@/features/environment-reports/values";

/** What WordPress itself marks as private, for a sender that lost the mark. */
const PRIVATE: Record<string, readonly string[]> = {
  "wp-core": ["home_url", "site_url"],
  "wp-database": [
    "database_user",
    "database_host",
    "database_name",
    "database_prefix",
    "database_charset",
    "database_collate",
  ],
  "wp-constants": ["ABSPATH"],
};

const PLUGIN_SECTIONS = [
  { key: "wp-plugins-active", active: true },
  { key: "wp-mu-plugins", active: true },
  { key: "wp-plugins-inactive", active: false },
];

/** Reads WordPress's Site Health, which came as JSON or as text. */
export function readSiteHealth(sections: SiteSection[], includePrivate: boolean): Reading {
  const { kept, leftOut } = includePrivate ? { kept: sections, leftOut: 0 } : withoutPrivate(sections);
  const site = new Site(kept);
  return { summary: summaryOf(site), sections: kept.map(toSection), observed: observedIn(site), leftOut };
}

function withoutPrivate(sections: SiteSection[]): { kept: SiteSection[]; leftOut: number } {
  const shown = sections.filter(({ isPrivate }) => !isPrivate);
  const kept = shown.map((section) => ({
    ...section,
    fields: section.fields.filter((field) => !isPrivate(section, field)),
  }));
  const fieldsLeftOut = countFields(shown) - countFields(kept);
  return { kept, leftOut: sections.length - shown.length + fieldsLeftOut };
}

function isPrivate({ key }: SiteSection, field: SiteField): boolean {
  const known = Object.hasOwn(PRIVATE, key) ? PRIVATE[key] : undefined;
  return field.isPrivate ?? known?.includes(field.key) ?? false;
}

function countFields(sections: SiteSection[]): number {
  return sections.reduce((sum, { fields }) => sum + fields.length, 0);
}

/** What is for programs is the same in all languages, so it is what is kept. */
function toSection({ key, label, fields }: SiteSection): EnvironmentSection {
  return {
    key,
    label,
    fields: fields.map((field) => ({ key: field.key, label: field.label, value: machineText(field) })),
  };
}

function machineText({ debug, value }: SiteField): string {
  return debug ?? value;
}

class Site {
  readonly #sections: Map<string, Map<string, SiteField>>;

  constructor(sections: SiteSection[]) {
    this.#sections = new Map(
      sections.map(({ key, fields }) => [key, new Map(fields.map((field) => [field.key, field]))]),
    );
  }

  field(section: string, key: string): SiteField | undefined {
    return this.#sections.get(section)?.get(key);
  }

  fields(section: string): SiteField[] | undefined {
    const fields = this.#sections.get(section);
    return fields && [...fields.values()];
  }

  text(section: string, key: string): string | undefined {
    const field = this.field(section, key);
    return field && known(machineText(field));
  }

  flag(section: string, key: string): boolean | undefined {
    return yesOrNo(this.text(section, key));
  }
}

function summaryOf(site: Site): EnvironmentSummary {
  const plugins = pluginsOf(site);
  return present({
    wordpress: firstWord(site.text("wp-core", "version")),
    php: firstWord(site.text("wp-server", "php_version")),
    server: site.text("wp-server", "httpd_software"),
    database: site.text("wp-database", "server_version"),
    theme: themeOf(site),
    plugins,
    woocommerce: wooCommerceVersion(plugins),
    multisite: site.flag("wp-core", "multisite"),
    https: site.flag("wp-core", "https_status"),
    debug: site.flag("wp-constants", "WP_DEBUG"),
    memoryLimit: memoryLimitOf(site),
    // WordPress uses an outside cache exactly if this file is there.
    objectCache: site.field("wp-dropins", "object-cache.php") ? true : undefined,
    environmentType:
      site.text("wp-core", "environment_type") ?? site.text("wp-constants", "WP_ENVIRONMENT_TYPE"),
  });
}

/** `8.3.6` of `8.3.6 64bit`. */
function firstWord(text: string | undefined): string | undefined {
  return text?.split(" ")[0];
}

function pluginsOf(site: Site): EnvironmentPlugin[] | undefined {
  const found = PLUGIN_SECTIONS.flatMap(({ key, active }) => {
    const fields = site.fields(key);
    return fields ? [fields.map((field) => toPlugin(field, active))] : [];
  });
  return found.length > 0 ? found.flat() : undefined;
}

function toPlugin({ key, debug, value }: SiteField, active: boolean): EnvironmentPlugin {
  const isForPrograms = debug !== undefined && /^(version|author): /.test(debug);
  const details = isForPrograms ? parsePluginLine(debug) : parsePluginText(value);
  return { name: brief(key), ...details, active };
}

function themeOf(site: Site): EnvironmentSummary["theme"] {
  const told = site.text("wp-active-theme", "name");
  if (told === undefined) return undefined;
  const parent =
    site.text("wp-parent-theme", "name") ?? withSlug(site.text("wp-active-theme", "parent_theme"));
  const version = splitLatest(site.text("wp-active-theme", "version") ?? "");
  return present({
    ...nameAndSlug(told),
    version: known(version.rest),
    latest: version.latest,
    parent: parent && nameAndSlug(parent).name,
  });
}

/** A theme without a parent says so in its own language, and then without a folder. */
function withSlug(theme: string | undefined): string | undefined {
  return theme && nameAndSlug(theme).slug ? theme : undefined;
}

/** `Storefront (storefront)`. */
function nameAndSlug(text: string): { name: string; slug?: string } {
  const start = text.lastIndexOf(" (");
  if (start <= 0 || !text.endsWith(")")) return { name: text };
  return { name: text.slice(0, start), slug: text.slice(start + 2, -1) };
}

/** The higher one of PHP's and WordPress's own, as WooCommerce tells it, too. */
function memoryLimitOf(site: Site): string | undefined {
  const limit = site.text("wp-server", "memory_limit");
  if (limit === "-1") return "unlimited";
  const sizes = [limit, site.text("wp-constants", "WP_MEMORY_LIMIT")].map(toBytes);
  const highest = Math.max(...sizes.map((size) => size ?? 0));
  return highest > 0 ? toPhpSize(highest) : limit;
}

function observedIn(site: Site): Observed {
  const core = site.field("wp-core", "version");
  const reach = site.field("wp-core", "dotorg_communication");
  const isDebugging = site.flag("wp-constants", "WP_DEBUG");
  const disablesCron = site.flag("wp-constants", "DISABLE_WP_CRON");
  return present({
    latestWordpress: core && splitLatest(core.value).latest,
    runsCron: disablesCron === undefined ? undefined : !disablesCron,
    // WordPress shows errors only while it debugs, whatever this constant says.
    showsErrors: isDebugging ? site.flag("wp-constants", "WP_DEBUG_DISPLAY") : isDebugging,
    failedRequests: isFailure(reach) ? [{ name: "WordPress.org", answer: reach.debug }] : undefined,
    unwritable: site
      .fields("wp-filesystem")
      ?.filter((field) => /^not writable$/i.test(machineText(field)))
      .map(({ label }) => label),
  });
}

/** Words for people are in any language, so only what is for programs tells. */
function isFailure(field: SiteField | undefined): field is SiteField {
  const answer = known(field?.debug);
  return answer !== undefined && yesOrNo(answer) !== true && !answer.endsWith("is reachable");
}
