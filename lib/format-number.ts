const LOCALE = "en-GB";

/** "1,204". */
export function formatCount(count: number): string {
  return count.toLocaleString(LOCALE);
}

/** "1 event", "1,204 events". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "97.5%", "100%"; "–" of nothing. Never rounded up to all: 99.96% is not 100%. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  return `${(Math.floor((part / whole) * 1000) / 10).toLocaleString(LOCALE)}%`;
}
