import { tsImport } from "tsx/esm/api";

/**
 * What a browser needs of a contract: where its calls go, and whether they ask who calls. Without this, each page would carry the schema of every answer, and check none.
 * @this {{ async(): (error: unknown, source?: string) => void, resourcePath: string }}
 */
export default function endpointsLoader() {
  const done = this.async();
  tsImport(this.resourcePath, import.meta.url)
    .then(addressesOf)
    .then((source) => done(null, source), done);
}

/** @param {Record<string, { method: string, path: string, sensitivity?: string }>} contract */
export function addressesOf(contract) {
  return Object.entries(contract)
    .map(
      ([name, { method, path, sensitivity }]) =>
        `export const ${name} = ${JSON.stringify({ method, path, sensitivity })};\n`,
    )
    .join("");
}
