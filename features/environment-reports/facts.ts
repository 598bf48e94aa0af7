import type {
  EnvironmentFinding,
  EnvironmentPlugin,
  EnvironmentSummary,
} from "@/features/environment-reports/schema";
import { isOlder } from "@/features/environment-reports/versions";

interface Fact {
  label: string;
  value: string;
}

/** The summary line by line, without the plugins; what is unknown has none. */
export function environmentFacts(summary: EnvironmentSummary): Fact[] {
  const { theme } = summary;
  const facts: { label: string; value: string | undefined }[] = [
    { label: "WordPress", value: summary.wordpress },
    { label: "WooCommerce", value: summary.woocommerce },
    { label: "PHP", value: summary.php },
    { label: "Database", value: summary.database },
    { label: "Web server", value: summary.server },
    { label: "Theme", value: theme && [theme.name, withLatest(theme)].filter(Boolean).join(" ") },
    { label: "Parent theme", value: theme?.parent },
    { label: "Memory limit", value: summary.memoryLimit },
    { label: "Environment", value: summary.environmentType },
    { label: "Hosting", value: summary.hosting },
    { label: "HTTPS", value: yesOrNo(summary.https) },
    { label: "Multisite", value: yesOrNo(summary.multisite) },
    { label: "WP_DEBUG", value: yesOrNo(summary.debug) },
    { label: "Object cache", value: yesOrNo(summary.objectCache) },
  ];
  return facts.flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
}

/** “1 critical, 2 warnings”. */
export function countFindings(findings: EnvironmentFinding[]): string {
  const count = (severity: EnvironmentFinding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  const [critical, warnings, notes] = [count("critical"), count("warning"), count("info")];
  const parts = [
    critical > 0 && `${critical} critical`,
    warnings > 0 && `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
    notes > 0 && `${notes} info`,
  ];
  return parts.filter(Boolean).join(", ") || "None";
}

function yesOrNo(value: boolean | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value ? "Yes" : "No";
}

/** `1.0.3 (latest 1.1)`. */
export function withLatest(part: Pick<EnvironmentPlugin, "version" | "latest">): string {
  const { version = "", latest } = part;
  return isOutdated(part) ? `${version} (latest ${latest})` : version;
}

/** Whether the report itself names a later version than it has. */
export function isOutdated({ version, latest }: Pick<EnvironmentPlugin, "version" | "latest">): boolean {
  return version !== undefined && latest !== undefined && isOlder(version, latest);
}
