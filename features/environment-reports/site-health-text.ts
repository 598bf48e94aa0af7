import type { SiteField, SiteSection } from "@/features/environment-reports/site-health-json";
import { toText } from "@/features/environment-reports/values";

/** WordPress's own names: any other heading may be one of a letter that merely looks alike. */
const FIRST_HEADING = /^### wp-[a-z-]{1,40}(?: \(\d{1,6}\))? ###$/;
const LONGEST_HEADING = 300;
const FIELD = /^[\w.-]{1,100}: /;
const PLUGIN_SECTION = /^wp-(mu-)?plugins/;
/** A plugin's name may hold colons, so it ends where the rest begins. */
const PLUGIN_DETAILS = [": version: ", ": author: "];

/** Whether a text, such as a customer's letter, holds what WordPress's “Copy site info to clipboard” gives. */
export function hasSiteHealthText(text: string): boolean {
  if (!text.includes("### wp-")) return false;
  return readSiteHealthText(text).some(({ fields }) => fields.length > 0);
}

/** The sections of such a block; what stands before and behind it is left alone. */
export function readSiteHealthText(text: string): SiteSection[] {
  const sections: SiteSection[] = [];
  let place: "fields" | "gap" | "letter" = "fields";
  for (const line of text.split(/\r?\n/)) {
    const heading = line.trim();
    const section = sections.at(-1);
    if (isHeading(heading, !section)) {
      sections.push(toSection(heading));
      place = "fields";
    } else if (section && (heading === "`" || heading === "```")) {
      break;
    } else if (section && heading === "") {
      if (place === "fields" && section.fields.length > 0) place = "gap";
    } else if (section) {
      if (place === "gap") place = isSurelyField(section, line) ? "fields" : "letter";
      if (place === "fields") addLine(section, line);
    }
  }
  return sections;
}

/** A blank line ends a section, and if it was the last one, the letter may go on. */
function isSurelyField({ key }: SiteSection, line: string): boolean {
  if (!PLUGIN_SECTION.test(key)) return FIELD.test(line);
  return PLUGIN_DETAILS.some((part) => line.includes(part));
}

function isHeading(line: string, isFirst: boolean): boolean {
  if (isFirst) return FIRST_HEADING.test(line.replace(/^`+/, ""));
  return line.length <= LONGEST_HEADING && line.startsWith("### ") && line.endsWith(" ###");
}

function toSection(heading: string): SiteSection {
  const inner = heading.slice(heading.indexOf("### ") + 4, -4).trim();
  const key = toText(inner.replace(/ \(\d{1,6}\)$/, ""));
  return { key, label: key, isPrivate: false, fields: [] };
}

/** A field, or one more line of the value before: a list has an indented line for each of its entries. */
function addLine({ key, fields }: SiteSection, line: string): void {
  const previous = fields.at(-1);
  const end = endOfName(key, line);
  if (previous && (end < 0 || /^\s/.test(line))) {
    const more = toText(line.trim());
    previous.debug = previous.debug ? `${previous.debug}\n${more}` : more;
    previous.value = previous.debug;
    return;
  }
  if (end >= 0) fields.push(toField(line.slice(0, end).trim(), line.slice(end + 1).trim()));
}

function endOfName(section: string, line: string): number {
  const details = PLUGIN_SECTION.test(section)
    ? PLUGIN_DETAILS.map((part) => line.indexOf(part)).filter((index) => index >= 0)
    : [];
  if (details.length > 0) return Math.min(...details);
  const separator = line.indexOf(": ");
  return separator < 0 && line.trimEnd().endsWith(":") ? line.lastIndexOf(":") : separator;
}

function toField(name: string, told: string): SiteField {
  const [key, value] = [toText(name), toText(told)];
  return { key, label: key, value, debug: value, isPrivate: undefined };
}
