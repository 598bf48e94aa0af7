import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import * as z from "zod";

const RESULTS = resolve(import.meta.dirname, "..", "test-results");
const FILE = join(RESULTS, "issued-secrets.jsonl");
/** Tokens of every kind, signing secrets, and the cookie's JWE, at full length: a hint such as `rpl_at_ab12` is no secret. */
const PATTERN = /rpl_[a-z]{2}_[\w-]{30,}|whsec_[\w+/=]{20,}|eyJ[\w-]{10,}\.[\w.-]{60,}/g;
const WHOLE = new RegExp(`^(${PATTERN.source})$`);
const PASSWORD_FIELD = /password$/i;

interface Answer {
  method: string;
  /** With or without a query. */
  path: string;
  status: number;
  text: string;
  isReplayed?: boolean;
}

const issuedSchema = z.object({ secret: z.string(), issuedBy: z.string() });

/** What this process has seen being issued; the file has it of all. */
const issued = new Map<string, string>();

/** Called once, before anything runs. */
export function startSecretWatch(): void {
  mkdirSync(dirname(FILE), { recursive: true });
  // A run may issue no secret at all, and the file is read all the same.
  writeFileSync(FILE, "");
}

/** Remembers a secret that came about otherwise than by an answer, e.g. a row made directly. */
export function learnSecret(secret: string, issuedBy: string): void {
  if (issued.has(secret) || secret.length < 8) return;
  issued.set(secret, issuedBy);
  appendFileSync(FILE, `${JSON.stringify({ secret, issuedBy })}\n`);
}

/** What people typed may be in no log, but their examples are in the documentation: answers aren't searched for them. */
export function learnPasswords(body: unknown): void {
  if (typeof body !== "object" || body === null) return;
  for (const [name, value] of Object.entries(body))
    if (PASSWORD_FIELD.test(name) && typeof value === "string") learnSecret(value, `field ${name}`);
}

/** Learns what a successful POST issues, and returns a line for each secret that an answer had no business to repeat. */
export function leaksIn(answer: Answer): string[] {
  const { method, path, status, text, isReplayed } = answer;
  const found = new Set(text.match(PATTERN) ?? []);
  const isSuccess = status >= 200 && status < 300;
  // Of calls at once a repeated answer may be here before the one that it repeats.
  const isIssuing = method === "POST" && path.startsWith("/api/") && isSuccess && !isReplayed;
  const leaks: string[] = [];
  for (const secret of found) {
    const issuedBy = issued.get(secret);
    if (issuedBy !== undefined && !mayRepeat(answer, secret))
      leaks.push(
        `${masked(secret)}, issued by ${issuedBy}, is in the answer to ${method} ${maskedPath(path)}`,
      );
    else if (isIssuing) learnSecret(secret, `${method} ${maskedPath(path)}`);
  }
  return leaks;
}

/** A line for each place in the logs of this run that has a secret of this run. */
export async function leaksInLogs(files: string[]): Promise<string[]> {
  const secrets = readIssued();
  // Looking up what looks like a secret is quicker than looking for thousands.
  const shapeless = [...secrets.keys()].filter((secret) => !WHOLE.test(secret));
  const leaks: string[] = [];
  for (const file of files) {
    const lines = (await readFile(file, "utf8")).split("\n");
    for (const [index, line] of lines.entries()) {
      const shaped = (line.match(PATTERN) ?? []).filter((text) => secrets.has(text));
      for (const secret of [...shaped, ...shapeless.filter((text) => line.includes(text))])
        leaks.push(`${masked(secret)}, issued by ${secrets.get(secret)}, is in ${file}:${index + 1}`);
    }
  }
  return leaks;
}

/** The logs of all apps that were started since. */
export async function logsSince(startedAtMs: number): Promise<string[]> {
  const names = (await readdir(RESULTS)).filter((name) => name.endsWith(".log"));
  const files = names.map((name) => join(RESULTS, name));
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return files.filter((_, index) => (times[index] ?? 0) >= startedAtMs);
}

/** The same call sent again gets the same answer, and the page behind an invitation's link knows that link. */
function mayRepeat({ path, isReplayed }: Answer, secret: string): boolean {
  return isReplayed === true || path.startsWith(`/invite/${secret}`);
}

function readIssued(): Map<string, string> {
  const lines = readFileSync(FILE, "utf8").trim().split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { secret, issuedBy } = issuedSchema.parse(JSON.parse(line));
      return [secret, issuedBy];
    }),
  );
}

function masked(secret: string): string {
  return `${secret.slice(0, 8)}…`;
}

function maskedPath(path: string): string {
  return path.replace(PATTERN, (secret) => masked(secret));
}
