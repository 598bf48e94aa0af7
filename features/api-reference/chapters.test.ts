import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openApi } from "@/app/api/v1/openapi.json/document";
import { chaptersOf } from "./chapters";
import { findSections } from "./find-sections";
import { resourcesOf } from "./operations";

const { document } = openApi();
const CHAPTERS = chaptersOf(document);

test("each chapter describes the objects that it links to", () => {
  for (const { id, operations, objects } of resourcesOf(document)) {
    const groups = operations.flatMap(({ body, success }) => [
      ...(body?.groups ?? []),
      ...(success.content?.groups ?? []),
    ]);
    const fields = [
      ...operations.flatMap(({ parameters }) => parameters),
      ...[...groups, ...objects].flatMap((group) => group.fields),
    ];
    const linked = [...groups, ...fields].map(({ component }) => component);
    const described = objects.map(({ name }) => name);
    expect(new Set(described).size, id).toBe(described.length);
    expect(
      linked.filter((name) => name !== undefined && !described.includes(name)),
      id,
    ).toEqual([]);
  }
});

test("no two chapters have one address, and no two sections of a chapter", () => {
  expect(new Set(CHAPTERS.map(({ id }) => id)).size).toBe(CHAPTERS.length);
  for (const { id, sections } of CHAPTERS)
    expect(new Set(sections.map((section) => section.id)).size, id).toBe(sections.length);
});

describe("a search", () => {
  const ids = (search: string) =>
    findSections(CHAPTERS, search).flatMap(({ sections }) => sections.map(({ id }) => id));

  test("goes by words of the title, of the path and of the chapter, in any order and case", () => {
    expect(ids("SUBSCRIPTION create")).toContain("createSubscription");
    expect(ids("/api/v1/events")).toContain("publishEvents");
    expect(ids("rate")).toContain("rate-limits");
    expect(ids("nothing of the kind")).toEqual([]);
  });

  test("finds each section by any two words of it, and without words all", () => {
    const all = CHAPTERS.flatMap((chapter) => chapter.sections);
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.nat(), fc.nat(), ({ id, title }, first, second) => {
        const words = title.split(" ");
        expect(ids(`${words[second % words.length]} ${words[first % words.length]}`)).toContain(id);
      }),
    );
    expect(ids("  ")).toHaveLength(all.length);
  });
});
