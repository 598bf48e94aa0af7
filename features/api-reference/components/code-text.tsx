/** CodeLines has an element for each line and colours; a page with more than a hundred samples can't afford that. */
export function CodeText({ label, children }: { label: string; children: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className="max-h-96 overflow-auto focus-visible:-outline-offset-2"
    >
      <pre className="w-max min-w-full px-3 py-2 font-mono text-xs leading-5">
        <code>{children}</code>
      </pre>
    </section>
  );
}
