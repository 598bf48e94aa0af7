/**
 * Copies by the clipboard API, else by `execCommand` (plain-http hosts have no clipboard API). Answers whether it
 * worked; if not, select the text with `selectContents` and show `copyKeysHint`.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard API here, or no permission: the older way follows.
  }
  return copyByCommand(
    text,
    document.activeElement?.closest<HTMLElement>('[role*="dialog"]') ?? document.body,
  );
}

/** "Press ⌘C" on Apple machines, "Press Ctrl+C" elsewhere. */
export function copyKeysHint(): string {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? "Press ⌘C" : "Press Ctrl+C";
}

/** The helper textarea must sit inside an open dialog, or its focus trap takes the focus back. */
function copyByCommand(text: string, host: HTMLElement): boolean {
  const previous = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.setAttribute("aria-hidden", "true");
  area.className = "fixed top-0 left-0 opacity-0";
  host.append(area);
  area.select();
  let isCopied = false;
  try {
    isCopied = document.execCommand("copy");
  } catch {
    // Some browsers throw where others answer false.
  }
  area.remove();
  if (previous instanceof HTMLElement) previous.focus();
  return isCopied;
}

/** What the keys or a menu are about to copy. */
export function selectedText(): string {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLTextAreaElement)) return String(window.getSelection() ?? "");
  return activeElement.value.slice(activeElement.selectionStart, activeElement.selectionEnd);
}

export function selectContents(element: HTMLElement): void {
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) {
    element.focus();
    element.select();
    return;
  }
  window.getSelection()?.selectAllChildren(element);
}
