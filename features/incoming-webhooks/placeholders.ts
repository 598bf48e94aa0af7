/** The spaces around a path belong to the match: set apart here, they could be split in too many ways. */
const PLACEHOLDER = /\{\{([^{}]+)\}\}/g;
const LIQUID_ONLY = /["'|[\]()<>=,]/;

/** Whether a mapping's value is text with something to fill in. Without `{{` and `{%` it is a path. */
export function isTemplate(source: string): boolean {
  return source.includes("{{") || source.includes("{%");
}

/** Whether all that is to be filled in are bare paths, which need no Liquid. */
export function hasBarePathsOnly(template: string): boolean {
  if (template.includes("{%")) return false;
  const rest = template.replace(PLACEHOLDER, (_, inner: string) => (LIQUID_ONLY.test(inner) ? "{{" : ""));
  return !rest.includes("{{") || rest === template;
}

/** Fills in what stands between braces. */
export function fillPlaceholders(template: string, fill: (path: string) => string): string {
  return template.replace(PLACEHOLDER, (_, path: string) => fill(path.trim()));
}

/** The paths that a value reads, as far as that shows without running it. */
export function pathsIn(source: string): string[] {
  if (!isTemplate(source)) return [source];
  const inner = [...source.matchAll(PLACEHOLDER)].map(([, text = ""]) => text.split("|", 1)[0]?.trim() ?? "");
  return inner.filter((path) => path !== "" && !LIQUID_ONLY.test(path));
}
