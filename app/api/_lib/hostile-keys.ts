import fc from "fast-check";
import * as z from "zod";
import { bodyExample } from "@/app/api/_lib/body-example";
import type { Operation } from "@/lib/endpoint";
import { ownValue } from "@/lib/own-path";

/** For tests: names that lead to what all objects inherit, to where code forgets to ask whose a name is. */
const NAMES = [
  "__proto__",
  "__proto__.zz",
  "constructor",
  "constructor.prototype.zz",
  "prototype",
  "prototype.zz",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "0.__proto__.zz",
  "customer.__proto__.zz",
  "OIDC_ISSUER",
  "zz",
];

export interface HostileCall {
  /** Of the operation. */
  id: string;
  /** For each parameter of its path. */
  param: string;
  query: string;
  body: string | undefined;
  headers: Record<string, string>;
}

const name = fc.constantFrom(...NAMES);

/** An object with hostile names at every depth; its texts are hostile too, or some of those given. */
export function hostileObject(texts: string[] = []): fc.Arbitrary<object> {
  const leaf = fc.constantFrom("zz", "__proto__", ...texts);
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      { weight: 6, arbitrary: leaf },
      { weight: 1, arbitrary: fc.constantFrom(1, true, null) },
      { weight: 1, arbitrary: fc.array(tie("tree"), { maxLength: 2 }) },
      {
        weight: 1,
        arbitrary: fc.array(fc.tuple(name, tie("tree")), { maxLength: 3 }).map(Object.fromEntries),
      },
    ),
  }));
  return fc.array(fc.tuple(name, tree), { minLength: 1, maxLength: 3 }).map(Object.fromEntries);
}

/** Calls of any operation that are right but for hostile names: where its schema takes any name, and where it takes none. */
export function hostileCall(operations: Operation[], ids: string[]): fc.Arbitrary<HostileCall> {
  const withBody = operations.filter(({ endpoint }) => endpoint.body);
  return fc.constantFrom(...operations, ...[withBody, withBody, withBody].flat()).chain((operation) =>
    fc.record({
      id: fc.constant(operation.id),
      param: fc.constantFrom(...ids),
      query: queryFor(operation),
      body: bodyFor(operation),
      headers: fc.array(fc.tuple(name, fc.constant("zz")), { maxLength: 2 }).map(Object.fromEntries),
    }),
  );
}

function queryFor({ endpoint: { query } }: Operation): fc.Arbitrary<string> {
  const known = query instanceof z.ZodObject ? Object.keys(query.shape) : [];
  const value = fc.oneof(
    name,
    name.map((one) => `${one}:zz`),
  );
  return fc
    .array(fc.tuple(fc.constantFrom(...NAMES, ...known), value), { maxLength: 3 })
    .map((pairs) => new URLSearchParams(pairs).toString());
}

function bodyFor({ endpoint }: Operation): fc.Arbitrary<string | undefined> {
  if (!endpoint.body) return fc.constant(undefined);
  const example = bodyExample(endpoint.body) ?? {};
  const places = namedPlaces(endpoint.body);
  return fc
    .array(fc.tuple(fc.constantFrom(...places), hostileObject(textsIn(example))), {
      minLength: 1,
      maxLength: 2,
    })
    .map((changes) => JSON.stringify(changes.reduce<unknown>(placed, structuredClone(example))));
}

/** The hostile names join those that stand there. */
function placed(body: unknown, [place, value]: [string[], object]): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return { ...Object(body), ...value };
  const inner = placed(ownValue(body, key), [rest, value]);
  return Array.isArray(body) ? [inner] : { ...Object(body), [key]: inner };
}

/** What works in one place of a body may do so in another. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Where a schema has names, of its own or any: paths, `0` for the items of a list. */
export function namedPlaces(schema: unknown): string[][] {
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodUnknown) return [[]];
  if (schema instanceof z.ZodObject) {
    const inside = Object.entries(schema.shape).flatMap(([key, inner]) =>
      namedPlaces(inner).map((place) => [key, ...place]),
    );
    return [[], ...inside];
  }
  if (schema instanceof z.ZodArray) return namedPlaces(schema.element).map((place) => ["0", ...place]);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(namedPlaces);
  if (schema instanceof z.ZodPipe) return namedPlaces(schema.in);
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return isWrapper ? namedPlaces(schema.unwrap()) : [];
}
