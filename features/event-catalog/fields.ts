// `data` is the object that the type names before its dot, its fields at the top level; what happened to it sits beside
// them (`changed`, `from`, `to`, `comment`). Unknown keys are kept. These types are the desk's own, and require what makes them
// meaningful (a new ticket: `subject`); those of outside systems are described with described-fields.ts.
import * as z from "zod";

/** Optional text; null means "none", as everywhere in these payloads. */
export const text = (description: string) => z.string().nullish().describe(description);

export const requiredText = (description: string) => z.string().min(1).describe(description);

/** An optional id; publishers bring ids of their own, which are often numbers. */
export const id = (description: string) => z.union([z.string(), z.number()]).nullish().describe(description);

export const requiredId = (description: string) =>
  z.union([z.string().min(1), z.number()]).describe(description);

export const count = (description: string) => z.number().nullish().describe(description);

export const time = (description: string) =>
  z.iso.datetime({ offset: true }).nullish().describe(`${description} (ISO 8601).`);

export const list = <Item extends z.ZodType>(item: Item, description: string) =>
  z.array(item).nullish().describe(description);

export const attributes = (description: string) =>
  z.record(z.string(), z.unknown()).nullish().describe(description);

export const object = <Shape extends z.ZodRawShape>(description: string, shape: Shape) =>
  z.looseObject(shape).nullish().describe(description);

/** What an update changed: field name → its value before and after. */
export const changed = z
  .record(
    z.string(),
    z.looseObject({
      from: z.unknown().optional().describe("Value before the change."),
      to: z.unknown().optional().describe("Value after the change."),
    }),
  )
  .nullish()
  .describe("The fields that changed, each with its value before and after.");

export const person = (description: string) =>
  object(description, {
    id: id("Id of the person."),
    name: text("Full name."),
    email: text("Email address."),
  });

/** Who wrote a comment or message. */
export const author = object("Who wrote it.", {
  type: text("`user` for an agent, `customer`, `token` or `system`."),
  id: id("Id of the user, customer or token."),
  name: text("Name to show."),
  email: text("Email address."),
});
