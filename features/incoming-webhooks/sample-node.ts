import { type SampleInput, samplePayload, schemeOfSample } from "@/features/incoming-webhooks/sample-payload";
import { fillRecipe, usesValue } from "@/features/signatures/recipe";
import type { Scheme } from "@/features/signatures/schemes/scheme";
import { SECRET_PREFIX } from "@/features/signatures/secret";
import { withEscapes } from "@/lib/quoting";

/** A signed request for Node 18 and later, as a module. */
export function nodeSample({ url, secret, ...of }: SampleInput): string {
  const scheme = schemeOfSample(of);
  const { recipe } = scheme;
  const imports = [
    ...(usesValue(recipe, "signature") ? ["createHmac"] : []),
    ...(usesValue(recipe, "id") ? ["randomUUID"] : []),
  ];
  const lines = [
    ...(imports.length > 0 ? [`import { ${imports.join(", ")} } from "node:crypto";`, ""] : []),
    `const secret = ${secret === null ? "process.env.WEBHOOK_SECRET" : JSON.stringify(secret)};`,
    `const url = ${JSON.stringify(url)};`,
    `const body = JSON.stringify(${JSON.stringify(samplePayload(of), null, 2)});`,
    ...nodeValues(scheme),
    ...nodeProof(scheme),
    "",
    "const response = await fetch(url, {",
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

function inTemplate(text: string): string {
  const filled = fillRecipe(text, (name) => (name === "method" ? "POST" : `\${${name}}`));
  if (filled === text) return JSON.stringify(text);
  return /^\$\{\w+\}$/.test(filled) ? filled.slice(2, -1) : `\`${filled}\``;
}

function nodeValues({ recipe }: Scheme): string[] {
  const times = {
    seconds: "Math.floor(Date.now() / 1000)",
    milliseconds: "Date.now()",
    iso: "new Date().toISOString()",
  };
  return [
    ...(usesValue(recipe, "timestamp")
      ? [`const timestamp = ${times[recipe.timestampForm ?? "seconds"]};`]
      : []),
    ...(usesValue(recipe, "id") ? ["const id = randomUUID();"] : []),
  ];
}

function nodeProof({ key, credentialPrefix = "", recipe }: Scheme): string[] {
  const { prefix, suffix = "", algorithm = "sha256", encoding } = recipe;
  if (usesValue(recipe, "basic"))
    return [`const basic = Buffer.from(${JSON.stringify(credentialPrefix)} + secret).toString("base64");`];
  if (!usesValue(recipe, "signature")) return [];
  const isDecoded = key === "decoded";
  return [
    ...(isDecoded
      ? [
          `const key = secret.startsWith("${SECRET_PREFIX}") ? Buffer.from(secret.slice(${SECRET_PREFIX.length}), "base64") : secret;`,
        ]
      : []),
    `const signature = createHmac("${algorithm}", ${isDecoded ? "key" : "secret"})`,
    ...(prefix ? [`  .update(${inTemplate(prefix)})`] : []),
    "  .update(body)",
    ...(suffix ? [`  .update(String(${inTemplate(suffix)}))`] : []),
    `  .digest("${encoding}");`,
  ];
}
