// For types of outside systems, and those that both they and the desk send: a description, not a gate. Nothing is required, and no value is
// refused for its type, since their senders' shapes vary and change. What a field usually holds stands beside it as `x-usual-type`, which no
// validator knows. Fields inside fields stand in `properties`, which says nothing of what isn't an object.
import * as z from "zod";
import type { EventPayload } from "./define-event";

/** A JSON Schema that takes anything. */
interface Described {
  description: string;
  "x-usual-type": string | string[];
  properties?: Fields;
  items?: { properties: Fields } | Described;
}

type Fields = Readonly<Record<string, Described>>;

const of =
  (usual: string | string[]) =>
  (description: string): Described => ({ description, "x-usual-type": usual });

export const text = of("string");
export const id = of(["string", "integer"]);
export const count = of("number");
export const flag = of("boolean");
/** Of unknown structure. */
export const attributes = of("object");

export const time = (description: string) => text(`${description} (ISO 8601).`);

export const object = (description: string, properties: Fields): Described => ({
  ...attributes(description),
  properties,
});

export const list = (description: string, items?: Described): Described => ({
  ...of("array")(description),
  ...(items && { items }),
});

/** The same fields in the words of the desk, where it sends the type too. */
export const person = (description: string) =>
  object(description, {
    id: id("Id of the person."),
    name: text("Full name."),
    email: text("Email address."),
  });

export const author = object("Who wrote it.", {
  type: text("`user` for an agent, `customer`, `token` or `system`."),
  id: id("Id of the user, customer or token."),
  name: text("Name to show."),
  email: text("Email address."),
});

/** What an update changed: field name → its value before and after. */
export const changed = attributes("The fields that changed, each with its value before and after.");

type Sample = Readonly<Record<string, unknown>>;

/** A type that is described alone. Where the desk sends it too, in another shape, that is the second sample. */
export function describeEvent(fields: Fields, sample: Sample, ownSample?: Sample): EventPayload {
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      z
        .unknown()
        .optional()
        .meta({ ...field }),
    ]),
  );
  return {
    schema: z.looseObject(shape).meta({ examples: ownSample ? [sample, ownSample] : [sample] }),
    sample,
    ...(ownSample && { ownSample }),
  };
}
