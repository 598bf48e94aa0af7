/** The smallest UUIDv7 (RFC 9562) of an instant, so that an id column also serves as a time filter. */
export function firstUuidAt(milliseconds: number): string {
  const hex = Math.max(0, Math.trunc(milliseconds)).toString(16).padStart(12, "0").slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** The instant of a UUIDv7, in milliseconds. */
export function momentOfUuid(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
