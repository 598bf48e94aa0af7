import { execFile } from "node:child_process";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { StartupError } from "../lib/startup-error";
import { installByApt, isProgram, lastLine } from "./apt";

const run = promisify(execFile);
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "chrome.exe",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of a Chromium to test with: the one asked for, an installed one, or one that is installed now. */
export async function findBrowser(): Promise<string> {
  const asked = process.env.PLAYWRIGHT_CHROMIUM;
  if (asked) {
    if (await isProgram(asked)) return asked;
    throw new StartupError(`PLAYWRIGHT_CHROMIUM names ${asked}, which is no program.`);
  }
  const found = await installed();
  if (found) return found;
  const reasons: string[] = [];
  for (const install of [() => installByApt("chromium"), installByPlaywright]) {
    const reason = await install();
    if (reason) reasons.push(reason);
    const browser = await installed();
    if (browser) return browser;
  }
  throw new StartupError(
    `There is no Chromium or Chrome to test with, and none could be installed (${reasons.join("; ")}): install one, or set PLAYWRIGHT_CHROMIUM to its path.`,
  );
}

async function installed(): Promise<string | undefined> {
  const directories = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [
    ...NAMES.flatMap((name) => directories.map((directory) => join(directory, name))),
    ...PLACES,
    chromium.executablePath(),
  ];
  for (const path of candidates) if (await isProgram(path)) return path;
  return undefined;
}

/** Returns why it did not work. */
async function installByPlaywright(): Promise<string | undefined> {
  const cli = resolve(import.meta.dirname, "..", "node_modules", "@playwright", "test", "cli.js");
  try {
    await run(process.execPath, [cli, "install", "chromium"]);
    return undefined;
  } catch (error) {
    return `playwright install: ${lastLine(error)}`;
  }
}
