const UNITS = ["kB", "MB", "GB"] as const;

/** "0 B", "812 B", "4.1 kB", "1.8 MB" (decimal units). */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)}\u00a0B`;
  const exponent = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** exponent;
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)}\u00a0${UNITS[exponent - 1]}`;
}
