import { readOwnForm } from "@/features/environment-reports/environment-form";
import { findingsOf } from "@/features/environment-reports/findings";
import { complete, type Reading } from "@/features/environment-reports/parsed-report";
import type {
  EnvironmentFinding,
  EnvironmentReport,
  EnvironmentReportInput,
  EnvironmentSummary,
} from "@/features/environment-reports/schema";
import { readSiteHealth } from "@/features/environment-reports/site-health";
import { readSiteHealthJson } from "@/features/environment-reports/site-health-json";
import { readSiteHealthText } from "@/features/environment-reports/site-health-text";
import { toText } from "@/features/environment-reports/values";
import { readWooSystemStatus } from "@/features/environment-reports/woo-system-status";
import { AppError, assertNoIssues, InvalidFieldError, type Issue } from "@/lib/errors";

const REPORT_MAX_BYTES = 1024 * 1024;

const REPORT_FORMS = ["environment", "siteHealth", "siteHealthText", "wooSystemStatus"] as const;
type ReportForm = (typeof REPORT_FORMS)[number];

interface ReadReport {
  /** Null if nothing was told. */
  report: EnvironmentReport | null;
  summary: EnvironmentSummary;
  findings: EnvironmentFinding[];
  leftOut: number;
}

/** Makes one report of what was sent about a site. Throws 422 with the field's path, and 413 above REPORT_MAX_BYTES. */
export function readEnvironmentReport(input: Partial<EnvironmentReportInput>): ReadReport {
  const forms = formsIn(input);
  assertSize(input, forms);
  const reading = readForms(input, forms);
  const findings = [...diagnosisOf(input), ...findingsOf(reading)];
  const { summary, sections, leftOut } = reading;
  const source = sourceOf(forms, findings);
  return { report: source && { source, summary, findings, sections, leftOut }, summary, findings, leftOut };
}

/** At most one, or WooCommerce's beside one of WordPress's. */
function formsIn(input: Partial<EnvironmentReportInput>): ReportForm[] {
  const given = REPORT_FORMS.filter((form) => input[form] !== undefined && input[form] !== null);
  const [first] = given;
  const fits = (form: ReportForm) =>
    form === first || (form === "wooSystemStatus" && (first === "siteHealth" || first === "siteHealthText"));
  const message = `Leave this out: it can't stand beside ${first}. Only wooSystemStatus can stand beside siteHealth or siteHealthText.`;
  assertNoIssues(given.filter((form) => !fits(form)).map((path): Issue => ({ path, message })));
  return given;
}

function assertSize(input: Partial<EnvironmentReportInput>, forms: ReportForm[]): void {
  const size = forms.reduce((sum, form) => {
    const value = input[form];
    return sum + Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value));
  }, 0);
  if (size > REPORT_MAX_BYTES)
    throw new AppError(
      "payload_too_large",
      `${forms.join(" and ")} may be at most ${REPORT_MAX_BYTES} bytes. Leave sections out.`,
    );
}

function readForms(input: Partial<EnvironmentReportInput>, forms: ReportForm[]): Reading {
  const readings = forms.map((form) => readForm(input, form));
  return readings.reduceRight<Reading>((second, first) => complete(first, second), EMPTY);
}

const EMPTY: Reading = { summary: {}, sections: [], observed: {}, leftOut: 0 };

function readForm(input: Partial<EnvironmentReportInput>, form: ReportForm): Reading {
  const { environment, siteHealth, siteHealthText, wooSystemStatus, includePrivate = false } = input;
  switch (form) {
    case "environment":
      return readOwnForm(environment ?? {});
    case "siteHealth":
      return readSiteHealth(readSiteHealthJson(siteHealth ?? {}), includePrivate);
    case "siteHealthText": {
      const sections = readSiteHealthText(siteHealthText ?? "");
      if (sections.length > 0) return readSiteHealth(sections, includePrivate);
      throw new InvalidFieldError(
        "siteHealthText",
        "No section such as ### wp-core ### is in it. Send what “Copy site info to clipboard” gives.",
      );
    }
    case "wooSystemStatus":
      return readWooSystemStatus(wooSystemStatus ?? {}, includePrivate);
  }
}

function diagnosisOf({ diagnosis = [] }: Partial<EnvironmentReportInput>): EnvironmentFinding[] {
  return diagnosis.map(({ severity, code = "diagnosis", message }) => ({
    severity,
    code: toText(code),
    message: toText(message),
  }));
}

function sourceOf(forms: ReportForm[], findings: EnvironmentFinding[]): EnvironmentReport["source"] | null {
  const [first, second] = forms;
  if (first === undefined) return findings.length > 0 ? "diagnosis" : null;
  if (second === undefined) return first;
  return first === "siteHealth" ? "siteHealth+wooSystemStatus" : "siteHealthText+wooSystemStatus";
}
