/** Moves the focus to the heading of what is open: of the drawer, or else of the page. Says whether there was one. */
export function focusHeading(): boolean {
  const drawerTitle = '[role="dialog"][data-state="open"] [data-sheet-title]';
  const heading = document.querySelector<HTMLElement>(drawerTitle) ?? pageHeading();
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus();
  return true;
}

/** Moves the focus to the part of the page that the address names behind its `#`. Says whether there is one. */
export function focusNamed(): boolean {
  const name = window.location.hash.slice(1);
  const part = name === "" ? null : document.querySelector<HTMLElement>(`main [id="${CSS.escape(name)}"]`);
  if (!part) return false;
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
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
