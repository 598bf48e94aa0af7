import { type SampleInput, samplePayload, schemeOfSample } from "@/features/incoming-webhooks/sample-payload";
import { fillRecipe, type RecipeValue, usesValue } from "@/features/signatures/recipe";
import type { Scheme } from "@/features/signatures/schemes/scheme";
import { SECRET_PREFIX } from "@/features/signatures/secret";
import { withEscapes } from "@/lib/quoting";

/** A signed request for Python 3, with its standard library alone. */
export function pythonSample({ url, secret, ...of }: SampleInput): string {
  const scheme = schemeOfSample(of);
  const { headers } = scheme.recipe;
  const lines = [
    ...modulesOf(scheme)
      .filter((name) => name !== "os" || secret === null)
      .map((name) => `import ${name}`),
    "",
    `secret = ${secret === null ? `os.environ["WEBHOOK_SECRET"]` : pythonQuote(secret)}`,
    `url = ${pythonQuote(url)}`,
    `body = ${pythonQuote(JSON.stringify(samplePayload(of)))}.encode()`,
    ...pythonValues(scheme),
    ...pythonProof(scheme),
    "",
    "request = urllib.request.Request(url, body, {",
    `    "Content-Type": "application/json",`,
    ...Object.entries(headers).map(([name, value]) => `    "${name}": ${formatted(value)},`),
    "})",
    "try:",
    "    response = urllib.request.urlopen(request)",
    "except urllib.error.HTTPError as error:",
    "    response = error",
    "print(response.status, response.read().decode())",
    "",
  ];
  return withEscapes(lines.join("\n"));
}

function modulesOf({ key, recipe }: Scheme): string[] {
  const needs = (value: RecipeValue) => usesValue(recipe, value);
  const isBase64 =
    key === "decoded" || needs("basic") || (needs("signature") && recipe.encoding === "base64");
  return [
    ...(isBase64 ? ["base64"] : []),
    ...(needs("signature") ? ["hashlib", "hmac"] : []),
    "os",
    ...(needs("timestamp") ? ["time"] : []),
    "urllib.error",
    "urllib.request",
    ...(needs("id") ? ["uuid"] : []),
  ];
}

function formatted(text: string): string {
  const filled = fillRecipe(text, (name) => (name === "method" ? "POST" : `{${name}}`));
  const quoted = JSON.stringify(filled);
  return filled.includes("{") ? `f${quoted}` : quoted;
}

function pythonValues({ recipe }: Scheme): string[] {
  const times = {
    seconds: "int(time.time())",
    milliseconds: "int(time.time() * 1000)",
    iso: `time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())`,
  };
  return [
    ...(usesValue(recipe, "timestamp") ? [`timestamp = ${times[recipe.timestampForm ?? "seconds"]}`] : []),
    ...(usesValue(recipe, "id") ? [`id = f"msg_{uuid.uuid4()}"`] : []),
  ];
}

function pythonProof({ key, credentialPrefix = "", recipe }: Scheme): string[] {
  const { prefix, suffix = "", algorithm = "sha256", encoding } = recipe;
  if (usesValue(recipe, "basic"))
    return [`basic = base64.b64encode((${pythonQuote(credentialPrefix)} + secret).encode()).decode()`];
  if (!usesValue(recipe, "signature")) return [];
  const before = prefix ? `${formatted(prefix)}.encode() + ` : "";
  const after = suffix ? ` + ${formatted(suffix)}.encode()` : "";
  const digest = `hmac.new(key, ${before}body${after}, hashlib.${algorithm})`;
  return [
    ...(key === "decoded"
      ? [
          `if secret.startswith("${SECRET_PREFIX}"):`,
          `    key = base64.b64decode(secret[${SECRET_PREFIX.length}:])`,
          "else:",
          "    key = secret.encode()",
        ]
      : ["key = secret.encode()"]),
    encoding === "hex"
      ? `signature = ${digest}.hexdigest()`
      : `signature = base64.b64encode(${digest}.digest()).decode()`,
  ];
}

function pythonQuote(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `'${escaped}'`;
}
