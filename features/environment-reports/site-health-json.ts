import { toText } from "@/features/environment-reports/values";
import { isRecord } from "@/lib/own-path";

/** A section as WordPress told it, with what is for programs and what is private. */
export interface SiteSection {
  key: string;
  label: string;
  isPrivate: boolean;
  fields: SiteField[];
}

export interface SiteField {
  key: string;
  label: string;
  /** For people, in the language of the site. */
  value: string;
  /** For programs; absent in old versions and where a plugin left it out. */
  debug?: string;
  /** As the sender said; undefined where it said nothing. */
  isPrivate: boolean | undefined;
}

const ABOUT_SECTION = new Set(["label", "description", "show_count", "private", "fields"]);

/** The sections of `siteHealth`. What is not in the form that WordPress has is kept as well as it can be. */
export function readSiteHealthJson(document: Record<string, unknown>): SiteSection[] {
  return Object.entries(document)
    .filter(([, section]) => section !== null && section !== undefined)
    .map(([key, section]) => toSection(toText(key), section));
}

function toSection(key: string, section: unknown): SiteSection {
  if (!isRecord(section)) {
    return { key, label: key, isPrivate: false, fields: [toField(key, section)] };
  }
  const { label, fields } = section;
  const found = isRecord(fields) ? Object.entries(fields) : otherEntries(section);
  return {
    key,
    label: toText(label) || key,
    isPrivate: isTrue(section.private),
    fields: found.map(([name, field]) => toField(toText(name), field)),
  };
}

function otherEntries(section: Record<string, unknown>): [string, unknown][] {
  return Object.entries(section).filter(([name]) => !ABOUT_SECTION.has(name));
}

function toField(key: string, field: unknown): SiteField {
  if (!isRecord(field)) return { key, label: key, value: toText(field), isPrivate: undefined };
  const isPrivate = field.private === null || field.private === undefined ? undefined : isTrue(field.private);
  const isWhole = Object.hasOwn(field, "value") || Object.hasOwn(field, "debug");
  if (!isWhole) return { key, label: key, value: toText(field), isPrivate };
  const debug = toText(field.debug);
  return {
    key,
    label: toText(field.label) || key,
    value: toText(field.value),
    ...(debug !== "" && { debug }),
    isPrivate,
  };
}

function isTrue(value: unknown): boolean {
  return Boolean(value) && toText(value) !== "false" && toText(value) !== "0";
}
