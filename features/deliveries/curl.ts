import { shellQuote } from "@/lib/quoting";
import type { Attempt } from "./schema";

/** Set by curl itself from the URL and the body. */
const OWN_HEADERS = new Set(["content-length", "host", "connection", "transfer-encoding"]);

/** The request of an attempt as a POSIX shell command: the same bytes, with the signature they were sent with. */
export function curlCommand({
  url,
  headers,
  body,
}: Pick<Attempt["request"], "url" | "headers"> & { body: string }): string {
  const sent = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  return [
    // Without globoff curl expands [] and {} in the URL.
    `curl --globoff --request POST ${shellQuote(url)}`,
    ...sent.map(([name, value]) => `--header ${shellQuote(headerLine(name, value))}`),
    `${bodyOption(body)} ${shellQuote(body)}`,
  ].join(" \\\n  ");
}

/** "Name:" would tell curl to leave the header out; with a semicolon it is sent empty. */
function headerLine(name: string, value: string): string {
  return value === "" ? `${name};` : `${name}: ${value}`;
}

/** After --data-binary a leading @ names a file; --data-raw has no such meaning. */
function bodyOption(body: string): string {
  return body.startsWith("@") ? "--data-raw" : "--data-binary";
}
