import { code, type SignatureRule, type VerificationRule } from "./rule";

const HEADERS = "headers: Record<string, string | string[] | undefined>";

export function typescriptSample(rule: VerificationRule): string {
  return rule.kind === "value" ? valueSample(rule.header) : signatureSample(rule);
}

function signatureSample(rule: SignatureRule): string {
  const { header, separator, prefix, idHeader, timestampHeader, key, encoding } = rule;
  const given = `String(headers["${header}"] ?? "")`;
  return code(
    'import { createHmac, timingSafeEqual } from "node:crypto";',
    "",
    "// headers: request.headers of node:http; rawBody: the bytes as received, before JSON.parse",
    "export function isFromReplify(",
    `  ${HEADERS},`,
    "  rawBody: Uint8Array,",
    "  secret: string,",
    "): boolean {",
    timestampHeader !== null && `  const timestamp = String(headers["${timestampHeader}"] ?? "");`,
    timestampHeader !== null && "  const age = Math.abs(Date.now() / 1000 - Number(timestamp));",
    timestampHeader !== null && "  if (!(age < 300)) return false;",
    key === "decoded" &&
      '  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret;',
    `  const expected = createHmac("sha256", ${key === "decoded" ? "key" : "secret"})`,
    idHeader !== null && `    .update(String(headers["${idHeader}"] ?? "") + ".")`,
    timestampHeader !== null && '    .update(timestamp + ".")',
    "    .update(rawBody)",
    `    .digest("${encoding}");`,
    `  const wanted = Buffer.from(${prefix ? `"${prefix}" + ` : ""}expected);`,
    `  const signatures = ${separator === null ? `[${given}]` : `${given}.split("${separator}")`};`,
    "  return signatures.some((signature) => {",
    "    const given = Buffer.from(signature.trim());",
    "    return given.length === wanted.length && timingSafeEqual(given, wanted);",
    "  });",
    "}",
  );
}

function valueSample(header: string): string {
  return code(
    'import { timingSafeEqual } from "node:crypto";',
    "",
    "// headers: request.headers of node:http; secret: the value that your answer to the handshake gave back",
    `export function isFromReplify(${HEADERS}, secret: string): boolean {`,
    `  const given = Buffer.from(String(headers["${header}"] ?? ""));`,
    "  const wanted = Buffer.from(secret);",
    "  return given.length === wanted.length && timingSafeEqual(given, wanted);",
    "}",
  );
}
