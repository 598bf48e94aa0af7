import { type Reading, wooCommerceVersion } from "@/features/environment-reports/parsed-report";
import type { EnvironmentSection, EnvironmentSummary, OwnForm } from "@/features/environment-reports/schema";
import { brief, known, present, toBytes, toPhpSize, toText } from "@/features/environment-reports/values";
import { isRecord } from "@/lib/own-path";

const LABELS: Record<string, string> = {
  wordpressVersion: "WordPress",
  phpVersion: "PHP",
  activePlugins: "Active plugins",
  theme: "Theme",
  hosting: "Hosting",
  extra: "Extra",
};

/** Reads our own form. */
export function readOwnForm(form: OwnForm): Reading {
  return { summary: summaryOf(form), sections: sectionsOf(form), observed: {}, leftOut: 0 };
}

function summaryOf({
  wordpressVersion,
  phpVersion,
  activePlugins,
  theme,
  hosting,
}: OwnForm): EnvironmentSummary {
  const plugins = activePlugins?.map(({ name, version, latest }) =>
    present({ name: brief(name), version: known(version), latest: known(latest), active: true }),
  );
  return present({
    wordpress: known(wordpressVersion),
    php: known(phpVersion),
    server: known(hosting?.server),
    database: known(hosting?.database),
    theme: theme
      ? present({
          name: brief(theme.name),
          version: known(theme.version),
          latest: known(theme.latest),
          parent: known(theme.parent),
        })
      : undefined,
    plugins,
    woocommerce: wooCommerceVersion(plugins),
    memoryLimit: memoryLimit(known(hosting?.memoryLimit)),
    hosting: known(hosting?.provider),
  });
}

function memoryLimit(told: string | undefined): string | undefined {
  const bytes = toBytes(told);
  if (bytes !== undefined) return toPhpSize(bytes);
  return told === "-1" ? "unlimited" : told;
}

/** What has parts is a section of its own. */
function sectionsOf(form: OwnForm): EnvironmentSection[] {
  const told = Object.entries(form).filter(([, value]) => value !== null && value !== undefined);
  const single = told.filter(([, value]) => typeof value !== "object");
  const parts = told.filter(([, value]) => typeof value === "object");
  return [
    ...(single.length > 0 ? [toSection("environment", "Environment", single)] : []),
    ...parts.map(([key, value]) => toSection(key, labelOf(key), entriesOf(value))),
  ];
}

function entriesOf(value: unknown): [string, unknown][] {
  if (!Array.isArray(value)) return isRecord(value) ? Object.entries(value) : [["value", value]];
  return value.map((item, index) => {
    const { name, ...rest } = isRecord(item) ? item : { name: String(index + 1), value: item };
    return [toText(name), rest];
  });
}

function toSection(key: string, label: string, entries: [string, unknown][]): EnvironmentSection {
  const told = entries.filter(([, value]) => value !== null && value !== undefined);
  const fields = told.map(([name, value]) => ({
    key: toText(name),
    label: labelOf(name),
    value: toText(value),
  }));
  return { key: toText(key), label: toText(label), fields };
}

function labelOf(key: string): string {
  return toText(Object.hasOwn(LABELS, key) ? LABELS[key] : key);
}
