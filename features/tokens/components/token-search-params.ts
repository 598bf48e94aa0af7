import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import * as z from "zod";
import { type ListTokensQuery, TOKEN_STATUSES } from "@/features/tokens/schema";
import { PAGE_LIMIT } from "@/lib/pagination";
import { SCOPES } from "@/lib/scopes";
import { numericIdSchema } from "@/lib/wire-types";

/** A base64url UUID, which is what the list gives out. */
const CURSOR = /^[\w-]{48}$/;

const parseAsCursor = createParser({
  parse: (text: string) => (CURSOR.test(text) ? text : null),
  serialize: String,
});

const parseAsId = createParser({
  parse: (text: string) => z.uuid().safeParse(text).data ?? null,
  serialize: String,
});

const parseAsOwner = createParser<"me" | number>({
  parse: (text: string) => (text === "me" ? text : (numericIdSchema.safeParse(Number(text)).data ?? null)),
  serialize: String,
});

/** The list's state in the URL. What it does not understand counts as not set. */
export const tokenSearchParams = {
  status: parseAsStringLiteral(TOKEN_STATUSES),
  q: parseAsString,
  owner: parseAsOwner,
  scope: parseAsStringLiteral(SCOPES),
  unused: parseAsStringLiteral(["true"] as const),
  cursor: parseAsCursor,
  /** The token that is open in the drawer. */
  token: parseAsId,
};

export const loadTokenSearch = createLoader(tokenSearchParams);
export const tokenHref = createSerializer(tokenSearchParams);

export type TokenSearch = inferParserType<typeof tokenSearchParams>;

export function toListQuery({ status, q, owner, scope, unused, cursor }: TokenSearch): ListTokensQuery {
  return {
    limit: PAGE_LIMIT,
    status: status ?? undefined,
    q: q?.trim().slice(0, 120) || undefined,
    owner: owner ?? undefined,
    scope: scope ?? undefined,
    unused: unused ?? undefined,
    cursor: cursor ?? undefined,
  };
}
