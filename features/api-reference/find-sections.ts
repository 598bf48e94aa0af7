import type { Chapter } from "@/features/api-reference/chapters";

/** Those with a section that has all of these words in its title or path, with only these sections. */
export function findSections(chapters: Chapter[], search: string): Chapter[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return chapters
    .map((chapter) => ({
      ...chapter,
      sections: chapter.sections.filter(({ title, path = "" }) => {
        const text = `${title} ${path} ${chapter.title}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ sections }) => sections.length > 0);
}
