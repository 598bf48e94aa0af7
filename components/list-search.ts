import { createParser, parseAsArrayOf, type SingleParserBuilder } from "nuqs/server";
import * as z from "zod";
import { PAGE_LIMIT, type pageQuerySchema } from "@/lib/pagination";
import { parseAsCursor } from "./search-params";

type QuerySchema = z.ZodObject<typeof pageQuerySchema.shape>;
type Value<Schema extends QuerySchema, Field extends keyof z.output<Schema>> = NonNullable<
  z.output<Schema>[Field]
>;
type Fields<Schema extends QuerySchema> = Record<string, Exclude<keyof z.output<Schema>, "limit" | "cursor">>;

interface ListSearch<Schema extends QuerySchema, Named extends Fields<Schema>> {
  params: { [Name in keyof Named]: SingleParserBuilder<Value<Schema, Named[Name]>> } & {
    cursor: SingleParserBuilder<string>;
  };
  toQuery(search: { [Name in keyof Named]: Value<Schema, Named[Name]> | null } & { cursor: string | null }): {
    [Field in Named[keyof Named]]: Value<Schema, Field> | undefined;
  } & {
    limit: number;
    cursor: string | undefined;
  };
}

/**
 * The state of a list in the URL, out of the query that its endpoint takes: names in the URL, and the field that each stands for.
 *
 *     const list = listSearch(listCustomersQuerySchema, { q: "q", open: "hasOpenTickets" });
 *     export const customerSearchParams = list.params; // for useListSearch and for loaders and links of nuqs
 *     export const toListQuery = list.toQuery;
 *
 * What the schema refuses counts as not set. A text stays as it is typed; the query gets it trimmed, and cut to what the schema takes.
 */
export function listSearch<Schema extends QuerySchema, const Named extends Fields<Schema>>(
  schema: Schema,
  fields: Named,
): ListSearch<Schema, Named> {
  const shape: Record<PropertyKey, z.core.$ZodType | undefined> = schema.shape;
  const named = Object.entries(fields).map(([name, field]) => ({
    name,
    field,
    type: required(shape[field]),
  }));
  return {
    // Each is of its field's type, which Object.fromEntries can't tell.
    params: Object.fromEntries([
      ...named.map(({ name, type }) => [name, parserOf(type)]),
      ["cursor", parseAsCursor],
    ]),
    toQuery: ({ cursor, ...search }) =>
      Object.fromEntries([
        ...named.map(({ name, field, type }) => [field, queryValue(type, Reflect.get(search, name))]),
        ["limit", PAGE_LIMIT],
        ["cursor", cursor ?? undefined],
      ]),
  };
}

function required(type: z.core.$ZodType | undefined): z.core.$ZodType {
  return type instanceof z.ZodOptional ? type.unwrap() : (type ?? z.never());
}

function parserOf(type: z.core.$ZodType) {
  const isList = type instanceof z.ZodUnion && type.options.some((option) => option instanceof z.ZodArray);
  if (!isList) return createParser({ parse: (text) => read(type, text), serialize: String });
  const item = (read: unknown) => (Array.isArray(read) ? read[0] : null);
  return parseAsArrayOf(createParser({ parse: (text) => item(read(type, text)), serialize: String }));
}

/** Null where the text says nothing, or nothing that the schema takes. */
function read(type: z.core.$ZodType, text: string): unknown {
  if (text === "") return null;
  if (type instanceof z.ZodString) return z.safeParse(type, cut(type, text)).success ? text : null;
  return z.safeParse(type, text).data ?? null;
}

function queryValue(type: z.core.$ZodType, value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value : undefined;
  if (type instanceof z.ZodString && typeof value === "string") return cut(type, value) || undefined;
  return value ?? undefined;
}

function cut(type: z.ZodString, text: string): string {
  return text.trim().slice(0, type.maxLength ?? undefined);
}
