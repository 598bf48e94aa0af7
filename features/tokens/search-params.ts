import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsCursor, parseAsUuid } from "@/components/search-params";
import { type ListTokensQuery, TOKEN_STATUSES } from "@/features/tokens/schema";
import { PAGE_LIMIT } from "@/lib/pagination";
import { SCOPES } from "@/lib/scopes";
import { numericIdSchema } from "@/lib/wire-types";

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
  token: parseAsUuid,
};

export const loadTokenSearch = createLoader(tokenSearchParams);
export const tokenListHref = createSerializer(tokenSearchParams);

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
