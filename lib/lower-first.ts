/** "Signing secret" as it stands within a sentence; URL, LinkedIn and X-Signature stay as they are. */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*[-A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
