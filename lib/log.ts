import pino from "pino";
import { processWide } from "@/lib/process-wide";
import { escapeCharacter } from "@/lib/quoting";

/**
 * Our tokens of every kind; signing secrets, also as part of a URL; JWTs and the cookie's JWE; whatever a Bearer header held. Anybody can have a
 * long text logged, so each must take time in proportion to its length: of a run of letters only the beginning is tried. What stands before a
 * secret is the group.
 */
const SECRETS = [
  /()(?:rpl_[a-z]{2}_[\w-]{8,}|whsec_[\w+/=%-]{8,})/gi,
  /(\bBearer(?: |\\t|%20|\+)+)[\w.~+/=%-]{8,}/gi,
];
const JWT = /(?<![\w-])(?=[\w-]{13,}\.[\w.-])([\w-]*?)eyJ[\w-]{10,}\.[\w.-]+/gi;
/** To look for it first spares nearly every line the dearest of all. */
const JWT_BEGINS = /eyJ/i;

/** JSON lines on stdout. Anything that looks like one of our secrets is cut out, whoever logged it. */
export const log = pino(
  {
    level: process.env.LOG_LEVEL || "info",
    base: { process: process.env.REPLIFY_PROCESS ?? "app" },
    serializers: { err: describeError },
  },
  { write: (line: string) => writeLine(toLine(line)) },
);

const output = processWide("log", (): { write?: (line: string) => void } => ({}));

/** Has all log lines of this process written so, past whatever else watches its output. */
export function writeLinesWith(write: (line: string) => void): void {
  output.write = write;
}

function writeLine(line: string): void {
  if (output.write) output.write(line);
  else process.stdout.write(line);
}

/** JSON leaves some control characters as they are, by which a terminal can be made to show something else. */
function toLine(line: string): string {
  return redact(line).replace(/[\x7f-\x9f\u2028\u2029]/g, escapeCharacter);
}

/** The root cause only: the query layer's wrappers carry every parameter in their message, hashes and payloads included. */
function describeError(error: unknown): object {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  if (!(root instanceof Error)) return { message: String(root) };
  const code = "code" in root ? String(root.code) : undefined;
  return { type: root.name, code, message: root.message, stack: root.stack };
}

/** Replaces tokens, signing secrets and JWTs by `[secret]`. */
export function redact(text: string): string {
  const secrets = JWT_BEGINS.test(text) ? [JWT, ...SECRETS] : SECRETS;
  return secrets.reduce((left, secret) => left.replace(secret, "$1[secret]"), text);
}
