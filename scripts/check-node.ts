// Imported first by every command, so that an old Node gets a sentence instead of a syntax error further on.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `Replify needs Node.js 22.12 or newer, and this is ${process.versions.node}: run \`npm ci\`, which brings one, and start through npm, or upgrade Node.js.`,
  );
  process.exit(1);
}
