import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { StartupError } from "../lib/startup-error";

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
const APT_LOCK_WAIT = "DPkg::Lock::Timeout=300";

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
  for (const install of [installByApt, installByPlaywright]) {
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
async function installByApt(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !(await isProgram("/usr/bin/apt-get")))
    return "apt-get needs root on Debian";
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["-o", APT_LOCK_WAIT, "update"], { env });
    await run("apt-get", ["-o", APT_LOCK_WAIT, "install", "-y", "--no-install-recommends", "chromium"], {
      env,
    });
    return undefined;
  } catch (error) {
    return `apt-get: ${lastLine(error)}`;
  }
}

async function installByPlaywright(): Promise<string | undefined> {
  const cli = resolve(import.meta.dirname, "..", "node_modules", "@playwright", "test", "cli.js");
  try {
    await run(process.execPath, [cli, "install", "chromium"]);
    return undefined;
  } catch (error) {
    return `playwright install: ${lastLine(error)}`;
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n").at(-1) ?? "";
}
