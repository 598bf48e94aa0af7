/** The guide, or the chapter of a resource, from one of its sections on if that is given. */
export function apiReferenceHref(chapter = "", section = ""): string {
  const path = chapter ? `/settings/api/reference/${chapter}` : "/settings/api/reference";
  return section ? `${path}#${section}` : path;
}
