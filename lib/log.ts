import pino from "pino";

const SECRETS = /rpl_[ar]t_[0-9A-Za-z]{8,}|whsec_[A-Za-z0-9+/=]{8,}|eyJ[\w-]{10,}\.[\w.-]+/g;

/** JSON lines on stdout. Anything that looks like one of our secrets is cut out, whoever logged it. */
export const log = pino(
  { level: process.env.LOG_LEVEL ?? "info", base: { process: process.env.REPLIFY_PROCESS ?? "app" } },
  { write: (line: string) => process.stdout.write(redact(line)) },
);

/** Replaces tokens, signing secrets and JWTs by `[secret]`. */
export function redact(text: string): string {
  return text.replace(SECRETS, "[secret]");
}
