import { code, type SignatureRule, type VerificationRule } from "./rule";

export function goSample(rule: VerificationRule): string {
  return rule.kind === "value" ? valueSample(rule.header) : signatureSample(rule);
}

function signatureSample(rule: SignatureRule): string {
  const { header, separator, prefix, idHeader, timestampHeader, key, encoding } = rule;
  const given = `headers.Get("${header}")`;
  const digest =
    encoding === "hex"
      ? "hex.EncodeToString(mac.Sum(nil))"
      : "base64.StdEncoding.EncodeToString(mac.Sum(nil))";
  const equal = (signature: string) =>
    `hmac.Equal([]byte(strings.TrimSpace(${signature})), []byte(expected))`;
  return code(
    "package replify",
    "",
    ...imports(rule),
    "",
    "// rawBody: the bytes as received, before json.Unmarshal",
    "func IsFromReplify(headers http.Header, rawBody []byte, secret string) bool {",
    timestampHeader !== null && `\ttimestamp := headers.Get("${timestampHeader}")`,
    timestampHeader !== null && "\tseconds, err := strconv.ParseInt(timestamp, 10, 64)",
    timestampHeader !== null && "\tif err != nil || math.Abs(float64(time.Now().Unix()-seconds)) >= 300 {",
    timestampHeader !== null && "\t\treturn false",
    timestampHeader !== null && "\t}",
    "\tkey := []byte(secret)",
    key === "decoded" && '\tif encoded, found := strings.CutPrefix(secret, "whsec_"); found {',
    key === "decoded" && "\t\tkey, _ = base64.StdEncoding.DecodeString(encoded)",
    key === "decoded" && "\t}",
    "\tmac := hmac.New(sha256.New, key)",
    idHeader !== null && `\tmac.Write([]byte(headers.Get("${idHeader}") + "."))`,
    timestampHeader !== null && '\tmac.Write([]byte(timestamp + "."))',
    "\tmac.Write(rawBody)",
    `\texpected := ${prefix ? `"${prefix}" + ` : ""}${digest}`,
    separator === null
      ? `\treturn ${equal(given)}`
      : `\tfor _, signature := range strings.Split(${given}, "${separator}") {\n\t\tif ${equal("signature")} {\n\t\t\treturn true\n\t\t}\n\t}\n\treturn false`,
    "}",
  );
}

/** Go refuses those that are not used. */
function imports({ timestampHeader, key, encoding }: SignatureRule): string[] {
  const isBase64 = key === "decoded" || encoding === "base64";
  const packages = [
    "crypto/hmac",
    "crypto/sha256",
    isBase64 && "encoding/base64",
    encoding === "hex" && "encoding/hex",
    timestampHeader !== null && "math",
    "net/http",
    timestampHeader !== null && "strconv",
    "strings",
    timestampHeader !== null && "time",
  ];
  return ["import (", ...packages.filter(Boolean).map((name) => `\t"${name}"`), ")"];
}

function valueSample(header: string): string {
  return code(
    "package replify",
    "",
    "import (",
    '\t"crypto/subtle"',
    '\t"net/http"',
    ")",
    "",
    "// secret: the value that your answer to the handshake gave back",
    "func IsFromReplify(headers http.Header, secret string) bool {",
    `\treturn subtle.ConstantTimeCompare([]byte(headers.Get("${header}")), []byte(secret)) == 1`,
    "}",
  );
}
