import pino from "pino";

/** Our tokens of every kind; signing secrets, also as part of a URL; JWTs and the cookie's JWE; whatever a Bearer header held. */
const SECRETS =
  /rpl_[a-z]{2}_[\w-]{8,}|whsec_[\w+/=%-]{8,}|eyJ[\w-]{10,}\.[\w.-]+|(?<=\bBearer(?: |\\t|%20|\+)+)[\w.~+/=%-]{8,}/gi;

/** JSON lines on stdout. Anything that looks like one of our secrets is cut out, whoever logged it. */
export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? "info",
    base: { process: process.env.REPLIFY_PROCESS ?? "app" },
    serializers: { err: describeError },
  },
  { write: (line: string) => process.stdout.write(redact(line)) },
);

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
  return text.replace(SECRETS, "[secret]");
}
