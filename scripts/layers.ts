import type { Source } from "./call-graph";
import { circlesOf } from "./circles";
import { brokenRule, isTest } from "./import-rules";
import { importsOf } from "./imports";

/** A folder directly below `features` with more than this part of their lines is several rooms in one. */
const LARGEST_PART = 0.1;

/** One sentence for each import that no rule allows, and for each circle of files: what is wrong, and where the code belongs. */
export function importProblems(sources: Source[]): string[] {
  const imports = importsOf(sources);
  const broken = imports.flatMap((one) => {
    const rule = brokenRule(one);
    return rule === undefined ? [] : [`${one.from}:${one.line} imports ${one.to}: ${rule}`];
  });
  const circles = circlesOf(imports.filter(({ from }) => !isTest(from)));
  return [
    ...broken,
    ...circles.map(
      (files) =>
        `${files.join(", ")} import each other: move what they share, a type too, into a file below them.`,
    ),
  ];
}

/** One sentence for each folder of `features` that has grown too large; `lines` by the path of a file. */
export function sizeProblems(lines: Map<string, number>): string[] {
  const rooms = new Map<string, number>();
  for (const [path, count] of lines) {
    const room = path.split("/").slice(0, 2).join("/");
    rooms.set(room, (rooms.get(room) ?? 0) + count);
  }
  const total = [...rooms.values()].reduce((sum, count) => sum + count, 0);
  return [...rooms]
    .filter(([, count]) => count / total > LARGEST_PART)
    .map(
      ([room, count]) =>
        `${room} has ${((count / total) * 100).toFixed(1)} % of the lines of features: split it into rooms by subject.`,
    );
}
