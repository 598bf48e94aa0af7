/** Where a call of a test comes from: an address of its own each time, so that no limit hides what comes after it. */
export function someAddress(): string {
  const [a, b, c] = crypto.getRandomValues(new Uint8Array(3));
  return `10.${a}.${b}.${c}`;
}
