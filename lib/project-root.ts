import { resolve } from "node:path";

/** Where the project lies: the bundles in `dist` are as deep below it as this file. */
export const PROJECT_ROOT = resolve(import.meta.dirname, "..");
