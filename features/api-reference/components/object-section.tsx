import type { ObjectView } from "@/features/api-reference/operations";
import { FieldTable } from "./field-table";
import { objectAnchor } from "./object-link";
import { Prose, Section } from "./section";

/** What answers are made of, described once in a chapter and linked from wherever it occurs. */
export function ObjectSection({ object: { name, description, fields } }: { object: ObjectView }) {
  return (
    <Section id={objectAnchor(name)} title={`The ${name} object`} level={3}>
      {description && <Prose>{description}</Prose>}
      <FieldTable caption={`Fields of ${name}`} fields={fields} isAnswer />
    </Section>
  );
}
