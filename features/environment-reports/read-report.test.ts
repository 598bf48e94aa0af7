import { describe, expect, test } from "vitest";
import { readEnvironmentReport } from "@/features/environment-reports/read-report";
import { type EnvironmentSummary, environmentReportInputSchema } from "@/features/environment-reports/schema";
import { PRIVATE_VALUES, TEST_SITES } from "@/features/environment-reports/test-sites";
import { isRecord } from "@/lib/own-path";

const FORMS = ["environment", "siteHealth", "siteHealthText", "wooSystemStatus"] as const;

function read(input: unknown) {
  return readEnvironmentReport(environmentReportInputSchema.parse(input));
}

describe.each(TEST_SITES)("the site $name", (site) => {
  test("is the same in WordPress's and in WooCommerce's form, in all that both tell", () => {
    const wordpress = read({ siteHealth: site.siteHealth }).summary;
    const woocommerce = read({ wooSystemStatus: site.wooSystemStatus }).summary;
    expectAgreement(wordpress, woocommerce);
    expect(shared(wordpress, woocommerce)).toEqual(
      expect.arrayContaining([
        "wordpress",
        "php",
        "server",
        "database",
        "theme",
        "plugins",
        "https",
        "debug",
        "multisite",
        "memoryLimit",
      ]),
    );
  });

  test("is the same as JSON and as text", () => {
    const { summary } = read({ siteHealth: site.siteHealth });
    expect(read({ siteHealthText: site.siteHealthText }).summary).toEqual(summary);
  });

  test("is the same in a letter that goes on behind it, without the backticks", () => {
    const block = site.siteHealthText.replaceAll("`\n", "").replace(/\n`$/, "");
    const letter = `Hello,\n\n${block}\n\nKind regards,\nDana: the shop owner\n`.replaceAll("\n", "\r\n");
    expect(read({ siteHealthText: letter })).toEqual(read({ siteHealthText: site.siteHealthText }));
  });

  test("agrees with our own form", () => {
    expectAgreement(
      read({ environment: site.environment }).summary,
      read({ siteHealth: site.siteHealth }).summary,
    );
  });

  test.each(FORMS)("shows nothing private of %s, and says how much it left out", (form) => {
    const { report, leftOut } = read({ [form]: site[form] });
    const text = JSON.stringify(report);
    expect(PRIVATE_VALUES.filter((value) => text.includes(value))).toEqual([]);
    expect(leftOut).toBe({ environment: 0, siteHealth: 11, siteHealthText: 0, wooSystemStatus: 4 }[form]);
  });

  test("leaves a private field out, whatever else it has", () => {
    const fields = { a: { label: "A", private: true, data: "hidden" }, b: { value: "seen" } };
    const { report, leftOut } = readEnvironmentReport({ siteHealth: { "own-section": { fields } } });
    expect(leftOut).toBe(1);
    expect(JSON.stringify(report)).not.toContain("hidden");
  });

  test("keeps what is private if asked to", () => {
    const { siteHealth, wooSystemStatus } = site;
    const { report, leftOut } = read({ siteHealth, wooSystemStatus, includePrivate: true });
    const text = JSON.stringify(report);
    expect(PRIVATE_VALUES.filter((value) => !text.includes(value))).toEqual([]);
    expect(leftOut).toBe(0);
  });

  test("is completed by WooCommerce's form", () => {
    const { siteHealth, wooSystemStatus } = site;
    const { report, summary } = read({ siteHealth, wooSystemStatus });
    expect(report?.source).toBe("siteHealth+wooSystemStatus");
    expectAgreement(summary, read({ siteHealth }).summary);
    expectAgreement(summary, read({ wooSystemStatus }).summary);
    expect(summary.plugins).toHaveLength(read({ siteHealth }).summary.plugins?.length ?? 0);
  });

  test("has every section that was sent and is not private", () => {
    const sent = Object.entries(site.siteHealth).filter(
      ([key, one]) => isRecord(one) && key !== "secret-section",
    );
    const { report } = read({ siteHealth: site.siteHealth });
    expect(report?.sections.map(({ key }) => key)).toEqual(sent.map(([key]) => key));
    const licences = report?.sections.find(({ key }) => key === "shop-licences");
    expect(licences).toEqual({
      key: "shop-licences",
      label: "Licences <b>bold</b>",
      fields: [{ key: "state", label: "State", value: "main: valid\nextra: 3" }],
    });
  });
});

test("a shop's findings name what they judged, the sender's own first", () => {
  const shop = TEST_SITES.find(({ name }) => name === "shop");
  const diagnosis = [{ severity: "info" as const, message: "Payments fail since Monday." }];
  const { siteHealth, wooSystemStatus } = shop ?? {};
  const { findings } = read({ siteHealth, wooSystemStatus, diagnosis });
  expect(findings[0]).toEqual({ ...diagnosis[0], code: "diagnosis" });
  expect(findings.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      "WordPress 6.7.2 is older than 6.8.1, the latest.",
      "PHP 8.1.2-1ubuntu2.14 is older than 8.2.",
      "WooCommerce 9.9.5 is older than 10.0.0, the latest.",
      "The theme Shop (Child) 1.0.3 is older than 1.1, the latest.",
      "The site is in production and WP_DEBUG is on.",
      "The site is in production and shows PHP errors to visitors.",
      "WP-Cron is off, so a cron job has to run its tasks.",
    ]),
  );
});

test.each([
  ["php 8.0.30", { environment: { phpVersion: "8.0.30" } }, ["critical php_outdated"]],
  ["php 8.1", { environment: { phpVersion: 8.1 } }, ["warning php_outdated"]],
  ["php 8.2", { environment: { phpVersion: "8.2.0" } }, []],
  ["php 8, which may be any", { environment: { phpVersion: "8" } }, []],
  ["little memory", { environment: { hosting: { memoryLimit: "40M" } } }, ["warning memory_limit_low"]],
  ["enough memory", { environment: { hosting: { memoryLimit: 67_108_864 } } }, []],
  ["no memory limit", { environment: { hosting: { memoryLimit: "-1" } } }, []],
  ["debugging on a staging site", siteHealth({ WP_DEBUG: true }, "staging"), []],
  ["debugging on a site that doesn't say what it is", siteHealth({ WP_DEBUG: true }), []],
  [
    "errors that would be shown if it debugged",
    siteHealth({ WP_DEBUG: false, WP_DEBUG_DISPLAY: true }, "production"),
    [],
  ],
  [
    "a folder",
    {
      siteHealth: {
        "wp-filesystem": { fields: { uploads: { label: "Uploads", value: "Nein", debug: "not writable" } } },
      },
    },
    ["warning not_writable"],
  ],
  [
    "a site without https",
    { wooSystemStatus: { environment: { home_url: "http://a.example" } } },
    ["warning no_https"],
  ],
  [
    "a failing request",
    { wooSystemStatus: { environment: { remote_post_successful: false, remote_post_response: 500 } } },
    ["warning remote_request_failed"],
  ],
  [
    "outdated templates",
    {
      wooSystemStatus: {
        theme: {
          has_outdated_templates: true,
          overrides: [{ file: "a.php", version: "1", core_version: "2" }],
        },
      },
    },
    ["warning templates_outdated"],
  ],
  [
    "an inactive plugin",
    { wooSystemStatus: { inactive_plugins: [{ name: "A", version: "1", version_latest: "2" }] } },
    ["info plugin_outdated"],
  ],
  [
    "a translated core",
    {
      siteHealth: {
        "wp-core": { fields: { version: { value: "6.7 (最新バージョン：6.8)", debug: "6.7" } } },
      },
    },
    ["warning wordpress_outdated"],
  ],
])("%s is judged", (_, input, expected) => {
  expect(read(input).findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
});

function siteHealth(constants: Record<string, boolean>, type?: string) {
  const fields = Object.entries(constants).map(([name, debug]) => [name, { value: "?", debug }]);
  return {
    siteHealth: {
      "wp-constants": { fields: Object.fromEntries(fields) },
      ...(type && { "wp-core": { fields: { environment_type: { value: type } } } }),
    },
  };
}

test.each([
  [{ environment: {}, siteHealth: {} }, ["siteHealth"]],
  [{ environment: {}, wooSystemStatus: {} }, ["wooSystemStatus"]],
  [{ siteHealth: {}, siteHealthText: "x", wooSystemStatus: {} }, ["siteHealthText"]],
  [{ siteHealthText: "no section here" }, ["siteHealthText"]],
])("%o is refused with the path", (input, paths) => {
  expect(() => read(input)).toThrow(
    expect.objectContaining({
      code: "invalid",
      issues: paths.map((path) => expect.objectContaining({ path })),
    }),
  );
});

test("a document above 1 MiB is too large", () => {
  const fields = { log: { label: "Log", value: "é".repeat(512 * 1024) } };
  expect(() => read({ siteHealth: { log: { fields } } })).toThrow(
    expect.objectContaining({ code: "payload_too_large" }),
  );
});

test("nothing told is no report, and a diagnosis alone is one", () => {
  expect(read({})).toEqual({ report: null, summary: {}, findings: [], leftOut: 0 });
  expect(read({ diagnosis: [{ severity: "critical", code: "x", message: "Down" }] }).report).toMatchObject({
    source: "diagnosis",
    summary: {},
  });
});

test("our own form tells the version of WooCommerce by its plugin", () => {
  const activePlugins = [{ name: "WooCommerce", version: "9.9.5" }];
  expect(read({ environment: { activePlugins } }).summary).toMatchObject({ woocommerce: "9.9.5" });
});

test("an empty own form knows nothing, and says so by saying nothing", () => {
  expect(read({ environment: { extra: { a: 1 }, more: "b" } })).toMatchObject({ summary: {}, findings: [] });
});

function expectAgreement(one: EnvironmentSummary, other: EnvironmentSummary): void {
  for (const field of shared(one, other)) {
    if (field === "plugins") expectPluginsAgree(one, other);
    else if (field === "theme") expectFieldsAgree(one.theme, other.theme);
    else expect([field, Reflect.get(one, field)]).toEqual([field, Reflect.get(other, field)]);
  }
}

function expectPluginsAgree({ plugins = [] }: EnvironmentSummary, other: EnvironmentSummary): void {
  for (const plugin of plugins) {
    const same = other.plugins?.find(({ name }) => name === plugin.name);
    if (same) expectFieldsAgree(plugin, same);
    else expect(plugin.active, plugin.name).toBe(false);
  }
}

function expectFieldsAgree(one: object = {}, other: object = {}): void {
  for (const field of shared(one, other))
    expect([field, Reflect.get(one, field)]).toEqual([field, Reflect.get(other, field)]);
}

function shared(one: object, other: object): string[] {
  return Object.keys(one).filter((field) => Object.hasOwn(other, field));
}
