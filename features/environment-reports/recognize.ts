import {
  type EnvironmentReport,
  type EnvironmentReportInput,
  environmentReportInputSchema,
  environmentReportSchema,
} from "@/features/environment-reports/schema";
import { hasSiteHealthText } from "@/features/environment-reports/site-health-text";
import { isRecord, ownValue } from "@/lib/own-path";

type Input = Partial<EnvironmentReportInput>;

const OWN_FIELDS = Object.keys(environmentReportInputSchema.shape.environment.unwrap().unwrap().shape);
/** Each alone says what is told; the others are words that anybody uses. */
const OWN_MARKS = ["wordpressVersion", "phpVersion", "activePlugins"];

/** What a report is read from, if diagnostics have one of the four forms, as such or under its name: `{"siteHealth": {…}}`. */
export function recognizeEnvironment(diagnostics: unknown): Input | null {
  if (typeof diagnostics === "string")
    return hasSiteHealthText(diagnostics) ? { siteHealthText: diagnostics } : null;
  if (!isRecord(diagnostics)) return null;
  if (isSiteHealth(diagnostics)) return { siteHealth: diagnostics };
  if (isWooSystemStatus(diagnostics)) return { wooSystemStatus: diagnostics };
  if (isOwnForm(diagnostics)) return environmentReportInputSchema.parse({ environment: diagnostics });
  return recognizeNamed(diagnostics);
}

/** Whether diagnostics become a report instead of staying as they are. */
export function isEnvironmentForm(diagnostics: unknown): boolean {
  return recognizeEnvironment(diagnostics) !== null || isEnvironmentReport(diagnostics);
}

/** Whether diagnostics are a report, as the API shows one. */
export function isEnvironmentReport(diagnostics: unknown): diagnostics is EnvironmentReport {
  return isRecord(diagnostics) && environmentReportSchema.safeParse(diagnostics).success;
}

function isSiteHealth(document: Record<string, unknown>): boolean {
  return Object.entries(document).some(
    ([name, section]) => name.startsWith("wp-") && isRecord(ownValue(section, "fields")),
  );
}

function isWooSystemStatus(document: Record<string, unknown>): boolean {
  const version = ownValue(ownValue(document, "environment"), "wp_version");
  return version !== undefined && Array.isArray(ownValue(document, "active_plugins"));
}

function isOwnForm(document: Record<string, unknown>): boolean {
  const names = Object.keys(document);
  return (
    names.every((name) => OWN_FIELDS.includes(name)) &&
    names.some((name) => OWN_MARKS.includes(name)) &&
    environmentReportInputSchema.safeParse({ environment: document }).success
  );
}

/** Each form that is named must be one, else they are words of the sender's own. */
function recognizeNamed(document: Record<string, unknown>): Input | null {
  const { data } = environmentReportInputSchema.strict().safeParse(document);
  if (!data) return null;
  const { environment, siteHealth, siteHealthText, wooSystemStatus } = data;
  const given = [environment, siteHealth, siteHealthText, wooSystemStatus].filter(Boolean);
  const isEach =
    (!environment || isOwnForm(environment)) &&
    (!siteHealth || isSiteHealth(siteHealth)) &&
    (!siteHealthText || hasSiteHealthText(siteHealthText)) &&
    (!wooSystemStatus || isWooSystemStatus(wooSystemStatus));
  return given.length > 0 && isEach ? data : null;
}
