import { cn } from "@/lib/cn";
import { highlightJsonLine } from "./highlight-json";

/** Above this many lines each line is no longer its own element, so that the page stays quick. */
const MAX_LINE_ELEMENTS = 2_000;
const HIGHLIGHT_LIMIT_CHARS = 64 * 1_024;

interface CodeLinesProps {
  text: string;
  /** Names the scrolling region. */
  label: string;
  isWrapped?: boolean;
  hasLineNumbers?: boolean;
  language?: "json" | "text";
  className?: string;
}

/** Text exactly as it is, in a box that scrolls by itself and can be focused to do so. */
export function CodeLines({ text, label, isWrapped, hasLineNumbers, language, className }: CodeLinesProps) {
  const lines = text.split("\n");
  const isSplit = lines.length <= MAX_LINE_ELEMENTS;
  const isHighlighted = language === "json" && isSplit && text.length <= HIGHLIGHT_LIMIT_CHARS;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className={cn("overflow-auto focus-visible:-outline-offset-2", className)}
    >
      <pre
        dir="auto"
        className={cn(
          "font-mono text-xs leading-5",
          isWrapped ? "whitespace-pre-wrap wrap-anywhere" : "w-max min-w-full",
        )}
      >
        <code className={cn("block py-2", hasLineNumbers && isSplit && "[counter-reset:line]")}>
          {isSplit
            ? lines.map((line, index) => (
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
                  key={index}
                  className={cn(
                    "block px-3",
                    hasLineNumbers &&
                      "relative pl-13 [counter-increment:line] before:absolute before:left-0 before:w-9 before:text-right before:text-muted-foreground before:content-[counter(line)] before:select-none",
                  )}
                >
                  {isHighlighted ? highlightJsonLine(line) : line}
                  {index < lines.length - 1 && "\n"}
                </span>
              ))
            : text}
        </code>
      </pre>
    </section>
  );
}
