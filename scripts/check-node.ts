// Imported first by every command, so that an old Node gets a sentence instead of a syntax error further on.
import { readFileSync } from "node:fs";

const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const floor: string = engines.node.replace(">=", "");
const [major = 0, minor = 0] = floor.split(".").map(Number);
const [ownMajor = 0, ownMinor = 0] = process.versions.node.split(".").map(Number);
if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  console.error(
    `Replify needs Node.js ${floor} or newer, and this is ${process.versions.node}: run \`npm ci\`, which brings one, and start through npm, or upgrade Node.js.`,
  );
  process.exit(1);
}
