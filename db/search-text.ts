import { and, ilike, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { hasOtherLetters } from "@/db/gram-index";
import { escapeLike } from "@/db/like";

/** Shorter text has no trigram of its own, so it is looked for at the beginning of words. */
const TRIGRAM_LENGTH = 3;
/** The long s is the one letter beyond ASCII that `search_text` turns into one of ASCII. */
const ASCII = /^[\0-\x7f\u017f]*$/;

/** A condition on one searched column; what is searched for is known already. */
type Contains = (text: PgColumn | SQL) => SQL | undefined;

export interface TextSearch {
  /** For whole tables, by index. */
  byIndex: SQL | undefined;
  /** The same, asked of one row after the other. */
  byRow: SQL | undefined;
}

/**
 * How every list searches: part of a text, whatever its case, and however its accents are encoded (é as one character or as two). What is
 * stored stays as it was sent; `search_text` of the database is how both sides are compared.
 *
 * This one is for columns with an index of trigrams and one of grams (`gramIndex`). Trigrams know ASCII alone, and ask for three letters in a
 * row. Grams are the single characters and the pairs that have a letter beyond ASCII: two characters are a whole word where no spaces stand
 * between words, as in Chinese. `where` says which columns may contain it, and what else matches.
 */
export function searchText(q: string, where: (contains: Contains) => SQL | undefined): TextSearch {
  if (!hasGrams(q)) {
    const search = where((column) => containsTrigrams(column, q));
    return { byIndex: search, byRow: search };
  }
  const grams = gramsOf(q);
  const byRow = where((column) => containsGrams(column, q));
  // Apart, so that the index's answer settles the first half: grams take longer to make than to look up.
  const hasAll = where((column) => and(hasOtherLetters(column), sql`search_grams(${column}) @> ${grams}`));
  return { byIndex: and(hasAll, byRow), byRow };
}

/** The same for what needs no index: short lists, and what is no column. */
export function contains(text: PgColumn | SQL, q: string): SQL | undefined {
  return hasGrams(q) ? containsGrams(text, q) : ilike(text, `%${escapeLike(q.normalize("NFC"))}%`);
}

/** Whether the search goes by grams. */
export function hasGrams(q: string): boolean {
  return !ASCII.test(q.normalize("NFC"));
}

/** The cheapest condition first, since this is asked row by row. */
function containsGrams(text: PgColumn | SQL, q: string): SQL | undefined {
  return and(hasOtherLetters(text), sql`search_text(${text}) like search_text(${`%${escapeLike(q)}%`})`);
}

function containsTrigrams(text: PgColumn | SQL, q: string): SQL | undefined {
  if (q.length >= TRIGRAM_LENGTH) return contains(text, q);
  const part = escapeLike(q);
  return or(ilike(text, `${part}%`), ilike(text, `% ${part}%`));
}

function gramsOf(q: string): SQL {
  const isOneCharacter = [...q.normalize("NFC")].length === 1;
  return isOneCharacter ? sql`array[search_text(${q})]` : sql`search_pairs(${q})`;
}
