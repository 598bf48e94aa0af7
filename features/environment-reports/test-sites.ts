import {
  multisite,
  shop,
  small,
  type TestPlugin,
  type TestSite,
} from "@/features/environment-reports/test-site-data";
import { isRecord } from "@/lib/own-path";

/** What no answer, page or row may hold unless it was asked for. */
export const PRIVATE_VALUES = [
  "https://private-home.example",
  "https://private-site.example",
  "private_user",
  "private-db-host",
  "private_db_name",
  "privpfx_",
  "private_charset",
  "private_collate",
  "/srv/private-abspath/",
  "/srv/private-logs/",
  "private-license-key",
  "private-section-value",
];

export const TEST_SITES = Object.entries({ small, shop, multisite }).map(([name, site]) => {
  const siteHealth = toSiteHealth(site);
  return {
    name,
    environment: toOwnForm(site),
    siteHealth,
    siteHealthText: toClipboard(siteHealth),
    wooSystemStatus: toWooSystemStatus(site),
  };
});

function toOwnForm({ wordpress, php, plugins, theme, server, database, memoryLimit }: TestSite) {
  return {
    wordpressVersion: wordpress,
    phpVersion: php,
    activePlugins: plugins
      .filter(({ isInactive }) => !isInactive)
      .map(({ name, version, latest }) => ({ name, version, latest })),
    theme: { name: theme.name, version: theme.version, latest: theme.latest, parent: theme.parent },
    hosting: { provider: "Kinsta", server, database, memoryLimit },
    extra: { "node.version": 22 },
  };
}

function toSiteHealth(site: TestSite): Record<string, unknown> {
  const { translate = (text: string) => text, theme } = site;
  const yes = (value: boolean) => translate(value ? "Yes" : "No");
  const field = (label: string, value: unknown, debug?: unknown) => ({
    label,
    value,
    ...(debug !== undefined && { debug }),
  });
  const secret = (label: string, value: string) => ({ label, value, private: true });
  const latest = site.latestWordpress ? ` (Latest version: ${site.latestWordpress})` : "";
  const themeLatest = theme.latest ? ` (latest version: ${theme.latest})` : "";
  return {
    "wp-core": {
      label: "WordPress",
      fields: {
        version: field("Version", `${site.wordpress}${latest}`, site.wordpress),
        home_url: secret("Home URL", "https://private-home.example"),
        site_url: secret("Site URL", "https://private-site.example"),
        permalink: field("Permalink structure", "/%postname%/", "/%postname%/"),
        https_status: field("Is this site using HTTPS?", yes(site.https), site.https),
        multisite: field("Is this a multisite?", yes(site.multisite), site.multisite),
        environment_type: field("Environment type", site.environmentType, site.environmentType),
        dotorg_communication: field("WordPress.org", "WordPress.org is reachable", "true"),
      },
    },
    "wp-paths-sizes": null,
    "wp-dropins": site.objectCache
      ? {
          label: "Drop-ins",
          show_count: true,
          fields: { "object-cache.php": field("object-cache.php", "External object cache.", true) },
        }
      : null,
    "wp-active-theme": {
      label: "Active Theme",
      fields: {
        name: field("Name", `${theme.name} (${theme.slug})`, `${theme.name} (${theme.slug})`),
        version: field("Version", `${theme.version}${themeLatest}`, `${theme.version}${themeLatest}`),
        author: field("Author", "(undefined)"),
        parent_theme: field(
          "Parent theme",
          theme.parent ? `${theme.parent} (parent-folder)` : translate("No"),
          theme.parent ? `${theme.parent} (parent-folder)` : "none",
        ),
        theme_features: field("Theme features", ["title-tag", "widgets"]),
      },
    },
    "wp-mu-plugins": pluginSection(site, "Must Use Plugins", ({ isMustUse }) => isMustUse === true),
    "wp-plugins-active": pluginSection(site, "Active Plugins", (one) => !one.isInactive && !one.isMustUse),
    "wp-plugins-inactive": pluginSection(site, "Inactive Plugins", ({ isInactive }) => isInactive === true),
    "wp-server": {
      label: "Server",
      fields: {
        httpd_software: field("Web server", site.server, site.server),
        php_version: field("PHP version", `${site.php} (Supports 64bit values)`, `${site.php} 64bit`),
        memory_limit: field("PHP memory limit", site.memoryLimit),
      },
    },
    "wp-database": {
      label: "Database",
      fields: {
        server_version: field("Server version", site.database),
        database_user: secret("Database username", "private_user"),
        database_host: secret("Database host", "private-db-host"),
        database_name: secret("Database name", "private_db_name"),
        database_prefix: secret("Table prefix", "privpfx_"),
        database_charset: secret("Database charset", "private_charset"),
        // A sender that lost the mark.
        database_collate: field("Database collation", "private_collate"),
      },
    },
    "wp-constants": {
      label: "WordPress Constants",
      description: "<p>These settings alter where and how parts of WordPress are loaded.</p>",
      fields: {
        ABSPATH: secret("ABSPATH", "/srv/private-abspath/"),
        WP_MEMORY_LIMIT: field("WP_MEMORY_LIMIT", site.wpMemoryLimit),
        WP_DEBUG: field("WP_DEBUG", translate(site.debug ? "Enabled" : "Disabled"), site.debug),
        WP_DEBUG_DISPLAY: field("WP_DEBUG_DISPLAY", translate("Enabled"), true),
        DISABLE_WP_CRON: field("DISABLE_WP_CRON", translate(site.cron ? "Disabled" : "Enabled"), !site.cron),
      },
    },
    "wp-filesystem": {
      label: "Filesystem Permissions",
      fields: { uploads: field("The uploads directory", translate("Writable"), "writable") },
    },
    "shop-licences": {
      label: "Licences <b>bold</b>",
      fields: {
        key: { ...field("Key", "private-license-key"), private: 1 },
        state: field("State", { main: "valid", extra: 3 }),
      },
    },
    "secret-section": {
      label: "Secret",
      private: true,
      fields: { any: field("Any", "private-section-value") },
    },
  };
}

function pluginSection(site: TestSite, label: string, isIn: (plugin: TestPlugin) => boolean) {
  const entries = site.plugins.filter(isIn).map((plugin) => [plugin.name, pluginField(plugin)]);
  return entries.length > 0 ? { label, show_count: true, fields: Object.fromEntries(entries) } : undefined;
}

function pluginField({ name, version, author, latest }: TestPlugin) {
  const told = version
    ? `version: ${version}, author: ${author}`
    : "author: (undefined), version: (undefined)";
  const newer = latest ? ` (latest version: ${latest})` : "";
  return {
    label: name,
    value: `Version ${version} by ${author}${latest ? ` (Latest version: ${latest})` : ""} | Auto-updates disabled`,
    debug: `${told}${newer}, Auto-updates disabled`,
  };
}

/** As WordPress writes it for the clipboard. */
function toClipboard(document: Record<string, unknown>): string {
  const sections = Object.entries(document).flatMap(([key, section]) => {
    if (!isRecord(section) || section.private || !isRecord(section.fields)) return [];
    const fields = Object.entries(section.fields).filter(
      ([name, field]) => isRecord(field) && !field.private && name !== "database_collate",
    );
    const count = section.show_count ? ` (${fields.length})` : "";
    return [
      `### ${key}${count} ###\n\n${fields.map(([name, field]) => `${name}: ${clipboardText(field)}\n`).join("")}`,
    ];
  });
  return `\`\n${sections.join("\n")}\n\``;
}

function clipboardText(field: unknown): string {
  const { value, debug = value } = Object(field);
  if (typeof debug === "object")
    return Object.entries(debug)
      .map(([name, inner]) => `\n\t${name}: ${inner}`)
      .join("");
  return debug === "" ? "undefined" : String(debug);
}

function toWooSystemStatus(site: TestSite): Record<string, unknown> {
  const { theme, plugins } = site;
  const active = plugins.find(({ name }) => name === "WooCommerce");
  const list = (isIn: (plugin: TestPlugin) => boolean) =>
    plugins.filter(isIn).map(({ name, folder, version, author, latest }) => ({
      plugin: `${folder}/${folder}.php`,
      name,
      version: version ?? "",
      version_latest: latest ?? version ?? "",
      url: "https://vendor.example",
      author_name: author ?? "",
      network_activated: false,
    }));
  return {
    environment: {
      home_url: "https://private-home.example",
      site_url: "https://private-site.example",
      ...(active && { version: active.version }),
      log_directory: "/srv/private-logs/",
      log_directory_writable: true,
      wp_version: site.wordpress,
      wp_multisite: site.multisite,
      wp_memory_limit: Math.max(bytesOf(site.memoryLimit), bytesOf(site.wpMemoryLimit)),
      wp_debug_mode: site.debug,
      wp_cron: site.cron,
      language: "en_US",
      external_object_cache: site.objectCache || null,
      server_info: site.server,
      php_version: site.php,
      mysql_version: site.database.split("-")[0],
      mysql_version_string: site.database,
      remote_post_successful: true,
      remote_post_response: 200,
    },
    database: {
      wc_database_version: "9.9.5",
      database_prefix: "privpfx_",
      database_tables: {
        woocommerce: { privpfx_woocommerce_sessions: { data: "0.52", index: "0.02", engine: "InnoDB" } },
        other: { privpfx_options: { data: "1.50", index: "0.10", engine: "InnoDB" } },
      },
      database_size: { data: 2.02, index: 0.12 },
    },
    active_plugins: list((one) => !one.isInactive && !one.isMustUse),
    inactive_plugins: list(({ isInactive }) => isInactive === true),
    dropins_mu_plugins: { dropins: [], mu_plugins: list(({ isMustUse }) => isMustUse === true) },
    theme: {
      name: theme.name,
      version: theme.version,
      version_latest: theme.latest ?? theme.version,
      is_child_theme: theme.parent !== undefined,
      has_woocommerce_support: true,
      has_outdated_templates: false,
      overrides: [],
      parent_name: theme.parent ?? "",
    },
    settings: { currency: "EUR", currency_symbol: "&euro;" },
    security: { secure_connection: site.https, hide_errors: !site.debug },
    pages: [{ page_name: "Shop base", page_id: "7", page_set: true }],
    post_type_counts: [{ type: "product", count: "120" }],
  };
}

function bytesOf(size: string): number {
  return Number(size.slice(0, -1)) * 1024 ** (size.endsWith("G") ? 3 : 2);
}
