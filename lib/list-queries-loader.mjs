import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

/**
 * What a browser needs of a `list-query.ts`: what it exports, as data. It is made anew when a schema that it is made of has changed.
 * @this {{ async(): (error: unknown, source?: string) => void, addDependency(file: string): void, resourcePath: string }}
 */
export default function listQueriesLoader() {
  const done = this.async();
  tsImport(this.resourcePath, {
    parentURL: import.meta.url,
    onImport: (address) => {
      const { protocol, pathname } = new URL(address);
      if (protocol === "file:" && !pathname.includes("/node_modules/"))
        this.addDependency(fileURLToPath(`file://${pathname}`));
    },
  }).then((queries) => done(null, dataOf(queries)), done);
}

/** @param {Record<string, object>} queries */
function dataOf(queries) {
  return Object.entries(queries)
    .map(([name, query]) => `export const ${name} = ${JSON.stringify(query)};\n`)
    .join("");
}
