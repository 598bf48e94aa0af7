import { Text } from "@/features/api-reference/text";
import { Prose } from "./section";

/** A description with a blank line between its paragraphs. */
export function Paragraphs({ children }: { children: string }) {
  return children
    .split("\n\n")
    .filter(Boolean)
    .map((paragraph) => (
      <Prose key={paragraph}>
        <Text>{paragraph}</Text>
      </Prose>
    ));
}
