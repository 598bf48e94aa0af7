import { and, ilike, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { hasOtherLetters } from "@/db/gram-index";
import { escapeLike } from "@/db/like";

/** Shorter text has no trigram of its own, so it is looked for at the beginning of words. */
const TRIGRAM_LENGTH = 3;
/** The long s is the one letter beyond ASCII that `search_text` turns into one of ASCII. */
const ASCII = /^[\0-\x7f\u017f]*$/;

/**
 * How every list searches: part of a text, whatever its case, and however its accents are encoded (é as one character or as two). What is
 * stored stays as it was sent; `search_text` of the database is how both sides are compared.
 *
 * This one is for columns with an index of trigrams and one of grams (`gramIndex`). Trigrams know ASCII alone, and ask for three letters in a
 * row. Grams are the single characters and the pairs that have a letter beyond ASCII: two characters are a whole word where no spaces stand
 * between words, as in Chinese.
 */
export function containing(column: PgColumn | SQL, q: string): SQL | undefined {
  if (hasGrams(q)) return and(containsGrams(column, q), sql`search_grams(${column}) @> ${gramsOf(q)}`);
  if (q.length >= TRIGRAM_LENGTH) return contains(column, q);
  const text = escapeLike(q);
  return or(ilike(column, `${text}%`), ilike(column, `% ${text}%`));
}

/** The same for what needs no index: short lists, and what is no column. */
export function contains(text: PgColumn | SQL, q: string): SQL | undefined {
  return hasGrams(q) ? containsGrams(text, q) : ilike(text, `%${escapeLike(q.normalize("NFC"))}%`);
}

export function hasGrams(q: string): boolean {
  return !ASCII.test(q.normalize("NFC"));
}

/** The cheapest condition first, since this is asked row by row, too. */
function containsGrams(text: PgColumn | SQL, q: string): SQL | undefined {
  return and(hasOtherLetters(text), sql`search_text(${text}) like search_text(${`%${escapeLike(q)}%`})`);
}

function gramsOf(q: string): SQL {
  const isOneCharacter = [...q.normalize("NFC")].length === 1;
  return isOneCharacter ? sql`array[search_text(${q})]` : sql`search_pairs(${q})`;
}
