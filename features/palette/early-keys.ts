/**
 * Keeps what is typed from now on from whatever has the focus, because the field that it is meant for is still being loaded.
 * The returned function ends that and says what was typed.
 */
export function collectKeys(onEscape: () => void): () => string {
  let text = "";
  function onKeyDown(event: KeyboardEvent) {
    // A command of the browser, but not what AltGr writes.
    if ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key.length === 1) text += event.key;
    else if (event.key === "Backspace") text = text.slice(0, -1);
    else if (event.key === "Escape") onEscape();
  }
  window.addEventListener("keydown", onKeyDown, { capture: true });
  return () => {
    window.removeEventListener("keydown", onKeyDown, { capture: true });
    return text;
  };
}
