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
      if (address.startsWith("file:") && !address.includes("/node_modules/"))
        this.addDependency(fileURLToPath(address));
    },
  })
    .then(dataOf)
    .then((source) => done(null, source), done);
}

/** @param {Record<string, unknown>} queries */
function dataOf(queries) {
  return Object.entries(queries)
    .map(([name, query]) => {
      const data = JSON.stringify(query);
      if (data === undefined) throw new TypeError(`${name} is no data: a browser would not get it.`);
      return `export const ${name} = ${data};\n`;
    })
    .join("");
}
