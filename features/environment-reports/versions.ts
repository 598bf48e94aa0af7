/** What a version is compared by: `9.9.5` of `v9.9.5-beta.1`. Bounded, as it comes from outside. */
const NUMBERS = /^v?(\d{1,15}(?:\.\d{1,15}){0,5})(?!\d)/i;
const PRE_RELEASE = /^v?[\d.]{1,60}[-.~+]?(alpha|beta|rc|dev|pre)/i;
const MAX_LENGTH = 60;

/** The numbers that a version begins with; none for `trunk`. */
export function versionNumbers(version: string): string[] {
  return NUMBERS.exec(version)?.[1]?.split(".") ?? [];
}

/** Whether the first comes before the second. What can't be compared is not older. */
export function isOlder(version: string, than: string): boolean {
  const [own, other] = [versionNumbers(version), versionNumbers(than)];
  if (own.length === 0 || other.length === 0) return false;
  for (let index = 0; index < Math.max(own.length, other.length); index++) {
    const difference = Number(own[index] ?? 0) - Number(other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return PRE_RELEASE.test(version) && !PRE_RELEASE.test(than);
}

/** A version as it is searched for: by each of its leading parts, and as a whole: `9`, `9.9`, `9.9.5`, `9.9.5-beta.1`. */
export function versionParts(version: string): string[] {
  const numbers = versionNumbers(version);
  const parts = numbers.map((_, index) => numbers.slice(0, index + 1).join("."));
  return [...new Set([...parts, wholeVersion(version)])];
}

export function wholeVersion(version: string): string {
  return version
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, "")
    .slice(0, MAX_LENGTH);
}
