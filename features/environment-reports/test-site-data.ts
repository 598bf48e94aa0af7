/** A site as it is; each form tells as much of it as the software behind that form does. */
export interface TestSite {
  wordpress: string;
  latestWordpress?: string;
  php: string;
  server: string;
  database: string;
  memoryLimit: string;
  wpMemoryLimit: string;
  theme: { name: string; slug: string; version: string; latest?: string; parent?: string };
  plugins: TestPlugin[];
  multisite: boolean;
  https: boolean;
  debug: boolean;
  cron: boolean;
  objectCache: boolean;
  environmentType: string;
  /** None where the site's language is English. */
  translate?: (text: string) => string;
}

export interface TestPlugin {
  name: string;
  folder: string;
  version?: string;
  author?: string;
  latest?: string;
  isInactive?: boolean;
  isMustUse?: boolean;
}

const woocommerce = { name: "WooCommerce", folder: "woocommerce", version: "9.9.5", author: "Automattic" };

export const small: TestSite = {
  wordpress: "6.8.1",
  php: "8.3.6",
  server: "nginx/1.24.0",
  database: "8.0.36",
  memoryLimit: "256M",
  wpMemoryLimit: "40M",
  theme: { name: "Storefront", slug: "storefront", version: "4.6.0" },
  plugins: [
    { name: "Akismet Anti-spam: Spam Protection", folder: "akismet", version: "5.4", author: "Automattic" },
  ],
  multisite: false,
  https: true,
  debug: false,
  cron: true,
  objectCache: false,
  environmentType: "production",
};

export const shop: TestSite = {
  wordpress: "6.7.2",
  latestWordpress: "6.8.1",
  php: "8.1.2-1ubuntu2.14",
  server: "Apache/2.4.52 (Ubuntu)",
  database: "10.11.6-MariaDB-0+deb12u1",
  memoryLimit: "512M",
  wpMemoryLimit: "256M",
  theme: {
    name: "Shop (Child)",
    slug: "shop-child",
    version: "1.0.3",
    latest: "1.1",
    parent: "Storefront",
  },
  plugins: [
    { ...woocommerce, latest: "10.0.0" },
    ...Array.from({ length: 36 }, (_, index) => ({
      name: `Extension ${index}: more, and more`,
      folder: `extension-${index}`,
      version: `${index}.2.${index * 7}`,
      author: `Vendor ${index}, Inc. (by 10up)`,
      ...(index % 5 === 0 && { latest: `${index}.10.0` }),
    })),
    {
      name: "Classic Editor",
      folder: "classic-editor",
      version: "1.6.7",
      author: "WordPress",
      isInactive: true,
    },
    { name: "Loader", folder: "loader", version: "0.1", author: "Us", isMustUse: true },
    { name: "No details", folder: "no-details" },
  ],
  multisite: false,
  https: true,
  debug: true,
  cron: false,
  objectCache: true,
  environmentType: "production",
};

const GERMAN: Record<string, string> = {
  Yes: "Ja",
  No: "Nein",
  Enabled: "Aktiviert",
  Writable: "Beschreibbar",
};

export const multisite: TestSite = {
  wordpress: "6.9-alpha-59124",
  php: "7.4.33",
  server: 'LiteSpeed: "V8" </script><img src=x onerror=alert(1)>',
  database: "8.0.36-28.cll: Percona",
  memoryLimit: "1G",
  wpMemoryLimit: "64M",
  theme: { name: "テーマ <b>", slug: "theme", version: "v2 gold" },
  plugins: [
    { name: "__proto__", folder: "proto", version: "1.0", author: "constructor", latest: "2.0" },
    { name: "version: 9, author: nobody", folder: "liar", version: "3.1", author: "A: B" },
    { name: "### wp-core ###", folder: "heading", version: "1.1.1", author: "`" },
    { name: "Größe & Ähnliches 🚀", folder: "groesse", version: "1.0-rc.1", author: "Ümlaut", latest: "1.0" },
    { ...woocommerce, version: "10.0.0-beta.1", author: "Automattic | Inc" },
  ],
  multisite: true,
  https: false,
  debug: false,
  cron: true,
  objectCache: false,
  environmentType: "staging",
  translate: (text) => GERMAN[text] ?? text,
};
