import { type SampleInput, samplePayload, schemeOfSample } from "@/features/incoming-webhooks/sample-payload";
import { fillRecipe, type RecipeValue, usesValue } from "@/features/signatures/recipe";
import type { Scheme } from "@/features/signatures/schemes/scheme";
import { SECRET_PREFIX } from "@/features/signatures/secret";
import { shellQuote } from "@/lib/quoting";

/** A signed request for a POSIX shell with curl and openssl; runs as pasted. */
export function curlSample({ url, secret, ...of }: SampleInput): string {
  const scheme = schemeOfSample(of);
  const { headers } = scheme.recipe;
  return [
    secret === null
      ? `: "\${WEBHOOK_SECRET:?Set it to the webhook's secret.}"`
      : `WEBHOOK_SECRET=${shellQuote(secret)}`,
    `BODY=${shellQuote(JSON.stringify(samplePayload(of)))}`,
    ...shellValues(scheme, url),
    ...shellProof(scheme, secret),
    `curl -sS -i ${shellQuote(url)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    ...Object.entries(headers).map(([name, value]) => `  -H "${name}: ${fillRecipe(value, inShell)}" \\`),
    `  --data-binary "\${BODY}"`,
  ].join("\n");
}

function inShell(name: RecipeValue): string {
  if (name === "method") return "POST";
  return `\${${name === "secret" ? "WEBHOOK_SECRET" : name.toUpperCase()}}`;
}

function shellValues({ recipe }: Scheme, url: string): string[] {
  const times = {
    seconds: "$(date +%s)",
    milliseconds: "$(date +%s)000",
    iso: "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  };
  return [
    ...(usesValue(recipe, "timestamp") ? [`TIMESTAMP=${times[recipe.timestampForm ?? "seconds"]}`] : []),
    ...(usesValue(recipe, "id") ? ["ID=msg_$(openssl rand -hex 12)"] : []),
    ...(usesValue(recipe, "url") ? [`URL=${shellQuote(url)}`] : []),
  ];
}

function shellProof({ key, credentialPrefix = "", recipe }: Scheme, secret: string | null): string[] {
  const { prefix, suffix = "", algorithm = "sha256", encoding } = recipe;
  if (usesValue(recipe, "basic"))
    return [
      `BASIC=$(printf '%s%s' ${shellQuote(credentialPrefix)} "\${WEBHOOK_SECRET}" | openssl base64 -A)`,
    ];
  if (!usesValue(recipe, "signature")) return [];
  const shellKey = key === "decoded" ? standardShellKey(secret) : PLAIN_SHELL_KEY;
  const digest = encoding === "hex" ? "-r | cut -d ' ' -f 1" : "-binary | openssl base64 -A";
  const signed = `${fillRecipe(prefix, inShell)}\${BODY}${fillRecipe(suffix, inShell)}`;
  return [
    ...shellKey.lines,
    `SIGNATURE=$(printf '%s' "${signed}" | openssl dgst -${algorithm} ${shellKey.option} ${digest})`,
  ];
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
