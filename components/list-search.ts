import { createParser, parseAsArrayOf, type SingleParserBuilder } from "nuqs/server";
import { PAGE_LIMIT } from "@/lib/page-limit";
import type { FieldLook, QueryFields } from "@/lib/query-fields";
import { parseAsCursor } from "./search-params";

type Paged = { limit: number; cursor?: string | undefined };
type Value<Query, Field extends keyof Query> = NonNullable<Query[Field]>;
type Fields<Query> = Record<string, Exclude<keyof Query, "limit" | "cursor">>;

interface ListSearch<Query, Named extends Fields<Query>> {
  params: { [Name in keyof Named]: SingleParserBuilder<Value<Query, Named[Name]>> } & {
    cursor: SingleParserBuilder<string>;
  };
  toQuery(search: { [Name in keyof Named]: Value<Query, Named[Name]> | null } & { cursor: string | null }): {
    [Field in Named[keyof Named]]: Value<Query, Field> | undefined;
  } & {
    limit: number;
    cursor: string | undefined;
  };
}

/**
 * The state of a list in the URL, out of the query that its endpoint takes: names in the URL, and the field that each stands for.
 *
 *     const list = listSearch(listCustomersQuery, { q: "q", open: "hasOpenTickets" });
 *     export const customerSearchParams = list.params; // for useListSearch and for loaders and links of nuqs
 *     export const toListQuery = list.toQuery;
 *
 * What the query does not take counts as not set. A text stays as it is typed; the query gets it trimmed, and cut to what it takes.
 */
export function listSearch<Query extends Paged, const Named extends Fields<Query>>(
  { looks }: QueryFields<Query>,
  fields: Named,
): ListSearch<Query, Named> {
  const named = Object.entries(fields).map(([name, field]) => ({
    name,
    field,
    look: looks[String(field)] ?? {},
  }));
  // Each is of its field's type, which Object.fromEntries can't tell.
  return {
    params: Object.fromEntries([
      ...named.map(({ name, look }) => [name, parserOf(look)]),
      ["cursor", parseAsCursor],
    ]),
    toQuery: ({ cursor, ...search }) =>
      Object.fromEntries([
        ...named.map(({ name, field, look }) => [field, queryValue(look, Reflect.get(search, name))]),
        ["limit", PAGE_LIMIT],
        ["cursor", cursor ?? undefined],
      ]),
  } as ListSearch<Query, Named>;
}

function parserOf(look: FieldLook) {
  const items = look.anyOf?.find(({ type }) => type === "array")?.items;
  if (items) return parseAsArrayOf(createParser({ parse: (text) => read(items, text), serialize: String }));
  return createParser({ parse: (text) => read(look, text), serialize: String });
}

/** Null where the text says nothing, or nothing that the field takes. */
function read(look: FieldLook, text: string): unknown {
  if (text === "") return null;
  if (look.anyOf) return look.anyOf.map((one) => read(one, text)).find((value) => value !== null) ?? null;
  if (look.const !== undefined) return text === look.const ? text : null;
  if (look.enum) return look.enum.includes(text) ? text : null;
  if (look.type === "boolean") return { true: true, false: false }[text] ?? null;
  if (look.type === "integer" || look.type === "number") return readNumber(look, Number(text));
  return isText(look, cut(look, text)) ? text : null;
}

function readNumber({ type, minimum, exclusiveMinimum, maximum }: FieldLook, value: number): number | null {
  if (type === "integer" ? !Number.isSafeInteger(value) : !Number.isFinite(value)) return null;
  const isBelow = value < (minimum ?? value) || value <= (exclusiveMinimum ?? value - 1);
  return isBelow || value > (maximum ?? value) ? null : value;
}

function isText({ minLength = 0, pattern, allOf = [] }: FieldLook, text: string): boolean {
  if (text.length < minLength || (pattern !== undefined && !new RegExp(pattern).test(text))) return false;
  return allOf.every((look) => isText(look, text));
}

function queryValue(look: FieldLook, value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value : undefined;
  if (look.type === "string" && typeof value === "string") return cut(look, value) || undefined;
  return value ?? undefined;
}

function cut({ maxLength }: FieldLook, text: string): string {
  return text.trim().slice(0, maxLength);
}
