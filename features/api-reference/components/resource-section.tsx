import type { ResourceView } from "@/features/api-reference/operations";
import { ObjectSection } from "./object-section";
import { OperationSection } from "./operation-section";
import { Paragraphs } from "./paragraphs";
import { Section } from "./section";

/** A resource's operations, and then the objects that they answer with. */
export function ResourceSection({ resource }: { resource: ResourceView }) {
  const { id, title, description, operations, objects } = resource;
  return (
    <Section id={id} title={title} level={2}>
      <Paragraphs>{description}</Paragraphs>
      <div className="flex flex-col gap-10">
        {operations.map((operation) => (
          <OperationSection key={operation.id} operation={operation} />
        ))}
        {objects.map((object) => (
          <ObjectSection key={object.name} object={object} />
        ))}
      </div>
    </Section>
  );
}
