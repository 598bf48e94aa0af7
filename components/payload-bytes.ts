const SHOWN_CHARS = 256 * 1_024;
const HEX_SHOWN_BYTES = 4 * 1_024;
const HEX_BYTES_PER_LINE = 16;

export function toBytes(body: string, encoding: "utf8" | "base64"): Uint8Array<ArrayBuffer> {
  if (encoding === "utf8") return new TextEncoder().encode(body);
  return Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
}

/** The body itself, or the first bytes of a binary one as a hex dump. */
export function payloadText(body: string, encoding: "utf8" | "base64", bytes: Uint8Array): string {
  return encoding === "utf8" ? body : hexDump(bytes.subarray(0, HEX_SHOWN_BYTES));
}

export function shownPart(text: string): { text: string; isCut: boolean } {
  return text.length > SHOWN_CHARS
    ? { text: text.slice(0, SHOWN_CHARS), isCut: true }
    : { text, isCut: false };
}

function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += HEX_BYTES_PER_LINE) {
    const line = [...bytes.subarray(offset, offset + HEX_BYTES_PER_LINE)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = line
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·"))
      .join("");
    lines.push(`${hex.padEnd(HEX_BYTES_PER_LINE * 3)} ${ascii}`);
  }
  return lines.join("\n");
}
