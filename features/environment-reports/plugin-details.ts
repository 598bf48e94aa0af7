import { known, present } from "@/features/environment-reports/values";

interface PluginDetails {
  version?: string | undefined;
  latest?: string | undefined;
  autoUpdate?: boolean | undefined;
}

const VERSION = "version: ";
const AUTHOR = "author: ";
const DOTTED_VERSION = /\d{1,15}(?:\.\d{1,15})+[\w.+-]*/;
const FIRST_NUMBER = /\d[\w.+-]*/;
/** The end of a line in any language: “(Neueste Version: 10.0)”, also with the signs of Chinese and Japanese. */
const LATEST_IN_BRACKETS = /[(（][^()（）]{0,100}[:：]\s{0,4}(\d[\w.+-]{0,60})\s{0,4}[)）]\s{0,4}$/;

/** `version: 9.9.5, author: Automattic (latest version: 10.0), Auto-updates disabled`, as WordPress writes it for programs. */
export function parsePluginLine(line: string): PluginDetails {
  return present({
    version: known(versionIn(line)),
    latest: known(between(line, line.lastIndexOf("(latest version: "), "(latest version: ", ")")),
    autoUpdate: autoUpdateIn(line),
  });
}

/** The author may hold anything, so the version is what stands before it, or at its end. */
function versionIn(line: string): string | undefined {
  if (line.startsWith(VERSION)) {
    const end = line.indexOf(`, ${AUTHOR}`);
    return end < 0 ? /^[^,(]*/.exec(line.slice(VERSION.length))?.[0] : line.slice(VERSION.length, end);
  }
  const start = line.lastIndexOf(`, ${VERSION}`);
  if (!line.startsWith(AUTHOR) || start < 0) return undefined;
  const rest = line.slice(start + VERSION.length + 2);
  return rest.startsWith("(") ? undefined : /^[^,(]*/.exec(rest)?.[0];
}

/** `Version 9.9.5 by Automattic (Latest version: 10.0) | Auto-updates disabled`, as it is shown to people, in their language. */
export function parsePluginText(text: string): PluginDetails {
  const bar = text.lastIndexOf(" | ");
  const told = bar < 0 ? text : text.slice(0, bar);
  const { rest, latest } = splitLatest(told);
  const [version] = DOTTED_VERSION.exec(rest) ?? FIRST_NUMBER.exec(rest) ?? [];
  return present({ version, latest, autoUpdate: autoUpdateIn(text) });
}

/** `4.6.0 (Latest version: 4.7.0)`, in any language. */
export function splitLatest(text: string): { rest: string; latest?: string | undefined } {
  const latest = LATEST_IN_BRACKETS.exec(text.slice(-200));
  return latest ? { rest: text.slice(0, text.length - latest[0].length), latest: latest[1] } : { rest: text };
}

function autoUpdateIn(line: string): boolean | undefined {
  const [, word] = /Auto-updates (enabled|disabled)$/i.exec(line.slice(-40)) ?? [];
  return word === undefined ? undefined : word.toLowerCase() === "enabled";
}

function between(text: string, start: number, opening: string, closing: string): string | undefined {
  if (start < 0) return undefined;
  const from = start + opening.length;
  const end = text.indexOf(closing, from);
  return end < 0 ? undefined : text.slice(from, end);
}
