/** By an Accept-Encoding header; not if it says `gzip;q=0`. */
export function acceptsGzip(header: string | string[] | null | undefined): boolean {
  return /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?:1|0\.\d*[1-9])\d*)?\s*(?:,|$)/i.test(String(header ?? ""));
}
