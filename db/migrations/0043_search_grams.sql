-- How texts are compared in searches: é as one character or as two is the same, and so are upper and lower case, letter by letter.
-- Collations are named, so that it is the same in every database.
CREATE FUNCTION search_text(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN casefold(normalize(t, NFC) COLLATE "pg_c_utf8") COLLATE "C";--> statement-breakpoint
-- Neighbouring characters of which one at least is beyond ASCII. Every character is doubled (aabbcc), the first one dropped (abbcc), and what
-- is left cut into pairs (ab, bc); a character that no text of people has, U+0001, ends each. Functions of strings alone: with a loop or a
-- query inside, it takes twenty times as long, and is no longer made part of the statement that calls it.
CREATE FUNCTION search_pairs(t text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN string_to_array(rtrim(regexp_replace(
  regexp_replace(substr(regexp_replace(replace(search_text(t), U&'\0001', ' '), '(.)', '\1\1', 'g'), 2), '(..)', U&'\\1\0001', 'g'),
  U&'[\0002-\007f]{2}\0001|.$', '', 'g'), U&'\0001'), U&'\0001');--> statement-breakpoint
-- What the index of a searched text holds: its pairs, and each character beyond ASCII.
CREATE FUNCTION search_grams(t text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN search_pairs(t) || string_to_array(regexp_replace(search_text(t), U&'[\0001-\007f]', '', 'g'), NULL);
