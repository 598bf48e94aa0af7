type Politeness = "polite" | "assertive";

/** Long enough for a screen reader to notice that the text went away and came back. */
const RESET_MS = 60;

/** Two empty regions, present from the first paint; text reaches them through `announce`. */
export function LiveRegions() {
  return (
    <>
      <div id={regionId("polite")} role="status" aria-live="polite" aria-atomic="true" className="sr-only" />
      <div
        id={regionId("assertive")}
        role="alert"
        aria-live="assertive"
        aria-atomic="true"
        className="sr-only"
      />
    </>
  );
}

/** Speaks a status message to screen readers, also when it equals the one before. */
export function announce(message: string, politeness: Politeness = "polite"): void {
  const region = document.getElementById(regionId(politeness));
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = message;
  }, RESET_MS);
}

function regionId(politeness: Politeness): string {
  return `live-region-${politeness}`;
}
