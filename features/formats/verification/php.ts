import { code, type SignatureRule, type VerificationRule } from "./rule";

export function phpSample(rule: VerificationRule): string {
  return rule.kind === "value" ? valueSample(rule.header) : signatureSample(rule);
}

function signatureSample(rule: SignatureRule): string {
  const { header, separator, prefix, idHeader, timestampHeader, key, encoding } = rule;
  const signed = [
    idHeader !== null && `($headers['${idHeader}'] ?? '') . '.'`,
    timestampHeader !== null && "$timestamp . '.'",
    "$rawBody",
  ];
  const given = `$headers['${header}'] ?? ''`;
  const binary = encoding === "base64";
  const digest = `hash_hmac('sha256', $signed, $key${binary ? ", true" : ""})`;
  return code(
    "<?php",
    "",
    "// $headers: names in lower case; $rawBody: the bytes as received, before json_decode",
    "function isFromReplify(array $headers, string $rawBody, string $secret): bool",
    "{",
    timestampHeader !== null && `    $timestamp = $headers['${timestampHeader}'] ?? '';`,
    timestampHeader !== null &&
      "    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) >= 300) {",
    timestampHeader !== null && "        return false;",
    timestampHeader !== null && "    }",
    `    $signed = ${signed.filter(Boolean).join(" . ")};`,
    key === "text"
      ? "    $key = $secret;"
      : "    $key = str_starts_with($secret, 'whsec_') ? base64_decode(substr($secret, 6)) : $secret;",
    `    $expected = ${prefix ? `'${prefix}' . ` : ""}${binary ? `base64_encode(${digest})` : digest};`,
    `    $signatures = ${separator === null ? `[${given}]` : `explode('${separator}', ${given})`};`,
    "    foreach ($signatures as $signature) {",
    "        if (hash_equals($expected, trim($signature))) {",
    "            return true;",
    "        }",
    "    }",
    "    return false;",
    "}",
  );
}

function valueSample(header: string): string {
  return code(
    "<?php",
    "",
    "// $headers: names in lower case; $secret: the value that your answer to the handshake gave back",
    "function isFromReplify(array $headers, string $secret): bool",
    "{",
    `    return hash_equals($secret, $headers['${header}'] ?? '');`,
    "}",
  );
}
