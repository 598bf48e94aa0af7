import type {
  EnvironmentPlugin,
  EnvironmentSection,
  EnvironmentSummary,
} from "@/features/environment-reports/schema";
import { toSlug } from "@/features/environment-reports/search-keys";

/** What one of the forms tells, in the one form that all are shown in. */
export interface Reading {
  summary: EnvironmentSummary;
  sections: EnvironmentSection[];
  observed: Observed;
  leftOut: number;
}

/** What only findings speak of. */
export interface Observed {
  latestWordpress?: string;
  runsCron?: boolean;
  showsErrors?: boolean;
  failedRequests?: { name: string; answer?: string | undefined }[];
  outdatedTemplates?: { file: string; version?: string | undefined; latest?: string | undefined }[];
  unwritable?: string[];
}

/** Two forms of one site complete each other; where both know, the first is right. */
export function complete(first: Reading, second: Reading): Reading {
  const theme = isSameTheme(first, second)
    ? { ...second.summary.theme, ...first.summary.theme }
    : (first.summary.theme ?? second.summary.theme);
  const plugins = completePlugins(first.summary.plugins, second.summary.plugins);
  return {
    summary: {
      ...second.summary,
      ...first.summary,
      ...(theme?.name !== undefined && { theme: { ...theme, name: theme.name } }),
      ...(plugins && { plugins }),
    },
    sections: [...first.sections, ...second.sections],
    observed: completeObserved(first.observed, second.observed),
    leftOut: first.leftOut + second.leftOut,
  };
}

/** For a form that tells of WooCommerce as of any other plugin. */
export function wooCommerceVersion(plugins: EnvironmentPlugin[] | undefined): string | undefined {
  return plugins?.find(({ name, active }) => active && toSlug(name) === "woocommerce")?.version;
}

function isSameTheme(first: Reading, second: Reading): boolean {
  return first.summary.theme?.name === second.summary.theme?.name;
}

function completePlugins(
  first: EnvironmentPlugin[] | undefined,
  second: EnvironmentPlugin[] | undefined,
): EnvironmentPlugin[] | undefined {
  if (!first || !second) return first ?? second;
  const others = new Map(second.map((plugin) => [toSlug(plugin.name), plugin]));
  const known = new Set(first.map(({ name }) => toSlug(name)));
  return [
    ...first.map((plugin) => ({ ...others.get(toSlug(plugin.name)), ...plugin })),
    ...second.filter(({ name }) => !known.has(toSlug(name))),
  ];
}

function completeObserved(first: Observed, second: Observed): Observed {
  const failedRequests = [...(first.failedRequests ?? []), ...(second.failedRequests ?? [])];
  const unwritable = [...(first.unwritable ?? []), ...(second.unwritable ?? [])];
  return { ...second, ...first, failedRequests, unwritable };
}
