import { code, type SignatureRule, type VerificationRule } from "./rule";

export function pythonSample(rule: VerificationRule): string {
  return rule.kind === "value" ? valueSample(rule.header) : signatureSample(rule);
}

function signatureSample(rule: SignatureRule): string {
  const { header, separator, prefix, idHeader, timestampHeader, key, encoding } = rule;
  const isBase64 = key === "decoded" || encoding === "base64";
  const given = `headers.get("${header}", "")`;
  const signed = [
    idHeader !== null && `headers.get("${idHeader}", "").encode() + b"."`,
    timestampHeader !== null && 'timestamp.encode() + b"."',
    "raw_body",
  ];
  return code(
    isBase64 && "import base64",
    "import hashlib",
    "import hmac",
    timestampHeader !== null && "import time",
    "",
    "",
    "# headers: names in lower case; raw_body: the bytes as received, before json.loads",
    "def is_from_replify(headers, raw_body: bytes, secret: str) -> bool:",
    timestampHeader !== null && `    timestamp = headers.get("${timestampHeader}", "")`,
    timestampHeader !== null &&
      "    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) >= 300:",
    timestampHeader !== null && "        return False",
    `    signed = ${signed.filter(Boolean).join(" + ")}`,
    key === "text"
      ? "    key = secret.encode()"
      : '    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()',
    encoding === "hex"
      ? `    expected = ${prefix ? `"${prefix}" + ` : ""}hmac.new(key, signed, hashlib.sha256).hexdigest()`
      : `    digest = hmac.new(key, signed, hashlib.sha256).digest()\n    expected = "${prefix}" + base64.b64encode(digest).decode()`,
    `    signatures = ${separator === null ? `[${given}]` : `${given}.split("${separator}")`}`,
    "    return any(",
    "        hmac.compare_digest(signature.strip().encode(), expected.encode())",
    "        for signature in signatures",
    "    )",
  );
}

function valueSample(header: string): string {
  return code(
    "import hmac",
    "",
    "",
    "# headers: names in lower case; secret: the value that your answer to the handshake gave back",
    "def is_from_replify(headers, secret: str) -> bool:",
    `    return hmac.compare_digest(headers.get("${header}", "").encode(), secret.encode())`,
  );
}
