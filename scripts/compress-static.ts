import { globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);

/** Puts each script and style of the build beside itself as Brotli, once and as small as it gets, instead of as gzip with every request. */
export async function compressStatic(root: string): Promise<void> {
  const paths = globSync(".next/static/**/*.{js,css}", { cwd: root });
  await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(join(root, path));
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      await writeFile(join(root, `${path}.br`), await compress(content, { params }));
    }),
  );
}
