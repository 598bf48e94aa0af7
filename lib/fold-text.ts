/** How texts are compared where a browser filters what it already has: whatever the case, and however the accents are encoded. */
export function foldText(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
