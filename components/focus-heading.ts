/** Moves the focus to the heading of what is open: of the drawer, or else of the page. Says whether there was one. */
export function focusHeading(): boolean {
  const drawerTitle = '[role="dialog"][data-state="open"] [data-sheet-title]';
  const heading = document.querySelector<HTMLElement>(drawerTitle) ?? pageHeading();
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus();
  return true;
}

/** For what may take the focus away with it, as it goes. */
export function recoverFocus(): void {
  if (isFocusLost()) focusHeading();
}

/** Nobody has the focus: what had it was removed. */
export function isFocusLost(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body;
}

function pageHeading(): HTMLElement | undefined {
  const headings = document.querySelectorAll<HTMLElement>("main h1");
  return [...headings].find((heading) => heading.checkVisibility());
}
