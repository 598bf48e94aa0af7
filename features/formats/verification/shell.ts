import { code, type SignatureRule, type VerificationRule } from "./rule";

export function shellSample(rule: VerificationRule): string {
  return rule.kind === "value" ? valueSample(rule.header) : signatureSample(rule);
}

/** As CGI names them. */
const variable = (header: string) => header.toUpperCase().replaceAll("-", "_");

function signatureSample(rule: SignatureRule): string {
  const { header, separator, prefix, idHeader, timestampHeader, key, encoding } = rule;
  const signed = [idHeader, timestampHeader].filter((name) => name !== null).map(variable);
  const headers = [header, idHeader, timestampHeader].filter((name) => name !== null).map(variable);
  const given = variable(header);
  const hmac =
    key === "text"
      ? 'openssl dgst -sha256 -hmac "$SECRET"'
      : 'openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key"';
  return code(
    `# The body as received on standard input; ${headers.join(", ")} and SECRET in variables`,
    "is_from_replify() {",
    timestampHeader !== null && `  case $${variable(timestampHeader)} in "" | *[!0-9]*) return 1 ;; esac`,
    timestampHeader !== null && `  age=$(($(date +%s) - ${variable(timestampHeader)}))`,
    timestampHeader !== null && '  [ "$age" -lt 300 ] && [ "$age" -gt -300 ] || return 1',
    key === "decoded" &&
      `  key=$(printf %s "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d " \\n")`,
    "  expected=$({",
    signed.length > 0 && `    printf '%s.' ${signed.map((name) => `"$${name}"`).join(" ")}`,
    "    cat",
    encoding === "hex"
      ? `  } | ${hmac} -hex | sed "s/^.* //")`
      : `  } | ${hmac} -binary | openssl base64 -A)`,
    separator === null
      ? `  [ "$${given}" = "${prefix}$expected" ]`
      : `  case "${separator}$${given}${separator}" in *"${separator}${prefix}$expected${separator}"*) ;; *) return 1 ;; esac`,
    "}",
  );
}

function valueSample(header: string): string {
  return code(
    `# ${variable(header)} in a variable; SECRET: the value that your answer to the handshake gave back`,
    "is_from_replify() {",
    `  [ "$${variable(header)}" = "$SECRET" ]`,
    "}",
  );
}
