import { type SampleOf, samplePayload } from "@/features/incoming-webhooks/sample-payload";
import { fillRecipe, type RecipeValue, usesValue } from "@/features/signatures/recipe";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { SECRET_PREFIX } from "@/features/signatures/secret";
import { shellQuote, withEscapes } from "@/lib/quoting";

export interface SampleInput extends SampleOf {
  url: string;
  /** Null reads it from $WEBHOOK_SECRET. */
  secret: string | null;
}

/** A signed request for a POSIX shell with curl and openssl; runs as pasted. */
export function curlSample({ url, secret, ...of }: SampleInput): string {
  const { recipe } = SCHEMES[of.scheme];
  const { prefix, encoding, headers } = recipe;
  const inShell = (name: RecipeValue) => `\${${name.toUpperCase()}}`;
  const key = SCHEMES[of.scheme].key === "decoded" ? standardShellKey(secret) : PLAIN_SHELL_KEY;
  const digest = encoding === "hex" ? "-r | cut -d ' ' -f 1" : "-binary | openssl base64 -A";
  return [
    secret === null
      ? `: "\${WEBHOOK_SECRET:?Set it to the webhook's secret.}"`
      : `WEBHOOK_SECRET=${shellQuote(secret)}`,
    `BODY=${shellQuote(JSON.stringify(samplePayload(of)))}`,
    ...(usesValue(recipe, "timestamp") ? ["TIMESTAMP=$(date +%s)"] : []),
    ...(usesValue(recipe, "id") ? ["ID=msg_$(openssl rand -hex 12)"] : []),
    ...key.lines,
    `SIGNATURE=$(printf '%s' "${fillRecipe(prefix, inShell)}\${BODY}" | openssl dgst -sha256 ${key.option} ${digest})`,
    `curl -sS -i ${shellQuote(url)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    ...Object.entries(headers).map(([name, value]) => `  -H "${name}: ${fillRecipe(value, inShell)}" \\`),
    `  --data-binary "\${BODY}"`,
  ].join("\n");
}

/** The same request for Node 18 and later, as a module. */
export function nodeSample({ url, secret, ...of }: SampleInput): string {
  const { recipe } = SCHEMES[of.scheme];
  const inTemplate = (text: string) => {
    const filled = fillRecipe(text, (name) => `\${${name}}`);
    if (filled === text) return JSON.stringify(text);
    return /^\$\{\w+\}$/.test(filled) ? filled.slice(2, -1) : `\`${filled}\``;
  };
  const isStandard = SCHEMES[of.scheme].key === "decoded";
  const imports = ["createHmac", ...(usesValue(recipe, "id") ? ["randomUUID"] : [])].join(", ");
  const lines = [
    `import { ${imports} } from "node:crypto";`,
    "",
    `const secret = ${secret === null ? "process.env.WEBHOOK_SECRET" : JSON.stringify(secret)};`,
    ...(isStandard
      ? [
          `const key = secret.startsWith("${SECRET_PREFIX}") ? Buffer.from(secret.slice(${SECRET_PREFIX.length}), "base64") : secret;`,
        ]
      : []),
    `const body = JSON.stringify(${JSON.stringify(samplePayload(of), null, 2)});`,
    ...(usesValue(recipe, "timestamp") ? ["const timestamp = Math.floor(Date.now() / 1000);"] : []),
    ...(usesValue(recipe, "id") ? ["const id = randomUUID();"] : []),
    `const signature = createHmac("sha256", ${isStandard ? "key" : "secret"})`,
    ...(recipe.prefix ? [`  .update(${inTemplate(recipe.prefix)})`] : []),
    "  .update(body)",
    `  .digest("${recipe.encoding}");`,
    "",
    `const response = await fetch(${JSON.stringify(url)}, {`,
    `  method: "POST",`,
    "  headers: {",
    `    "Content-Type": "application/json",`,
    ...Object.entries(recipe.headers).map(([name, value]) => `    "${name}": ${inTemplate(value)},`),
    "  },",
    "  body,",
    "});",
    "console.log(response.status, await response.text());",
    "",
  ];
  return withEscapes(lines.join("\n"));
}

/** The same request for Python 3, with its standard library alone. */
export function pythonSample({ url, secret, ...of }: SampleInput): string {
  const { recipe } = SCHEMES[of.scheme];
  const formatted = (text: string) => {
    const filled = fillRecipe(text, (name) => `{${name}}`);
    return filled.includes("{") ? `f"${filled}"` : `"${filled}"`;
  };
  const needs = (value: RecipeValue) => usesValue(recipe, value);
  const isStandard = SCHEMES[of.scheme].key === "decoded";
  const modules = [
    ...(isStandard || recipe.encoding === "base64" ? ["base64"] : []),
    "hashlib",
    "hmac",
    "os",
    ...(needs("timestamp") ? ["time"] : []),
    "urllib.error",
    "urllib.request",
    ...(needs("id") ? ["uuid"] : []),
  ];
  const digest = `hmac.new(key, ${recipe.prefix ? `${formatted(recipe.prefix)}.encode() + body` : "body"}, hashlib.sha256)`;
  const lines = [
    ...modules.filter((name) => name !== "os" || secret === null).map((name) => `import ${name}`),
    "",
    `secret = ${secret === null ? `os.environ["WEBHOOK_SECRET"]` : pythonQuote(secret)}`,
    ...(isStandard
      ? [
          `if secret.startswith("${SECRET_PREFIX}"):`,
          `    key = base64.b64decode(secret[${SECRET_PREFIX.length}:])`,
          "else:",
          "    key = secret.encode()",
        ]
      : ["key = secret.encode()"]),
    `body = ${pythonQuote(JSON.stringify(samplePayload(of)))}.encode()`,
    ...(needs("timestamp") ? ["timestamp = int(time.time())"] : []),
    ...(needs("id") ? [`id = f"msg_{uuid.uuid4()}"`] : []),
    recipe.encoding === "hex"
      ? `signature = ${digest}.hexdigest()`
      : `signature = base64.b64encode(${digest}.digest()).decode()`,
    "",
    `request = urllib.request.Request(${pythonQuote(url)}, body, {`,
    `    "Content-Type": "application/json",`,
    ...Object.entries(recipe.headers).map(([name, value]) => `    "${name}": ${formatted(value)},`),
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

interface ShellKey {
  lines: string[];
  option: string;
}

const PLAIN_SHELL_KEY: ShellKey = { lines: [], option: `-hmac "\${WEBHOOK_SECRET}"` };
const HEX_OPTION = `-mac HMAC -macopt "hexkey:\${KEY}"`;
const FROM_BASE64 = `printf '%s' "\${WEBHOOK_SECRET#${SECRET_PREFIX}}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n'`;
const FROM_TEXT = `printf '%s' "\${WEBHOOK_SECRET}" | od -An -v -tx1 | tr -d ' \\n'`;

/** Standard Webhooks signs with the bytes behind whsec_, which only a hex key can hold on a command line. */
function standardShellKey(secret: string | null): ShellKey {
  if (secret === null) {
    const lines = [
      `case "\${WEBHOOK_SECRET}" in`,
      `  ${SECRET_PREFIX}*) KEY=$(${FROM_BASE64}) ;;`,
      `  *) KEY=$(${FROM_TEXT}) ;;`,
      "esac",
    ];
    return { lines, option: HEX_OPTION };
  }
  if (!secret.startsWith(SECRET_PREFIX)) return PLAIN_SHELL_KEY;
  return { lines: [`KEY=$(${FROM_BASE64})`], option: HEX_OPTION };
}

function pythonQuote(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `'${escaped}'`;
}
