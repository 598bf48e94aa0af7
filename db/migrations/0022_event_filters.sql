CREATE INDEX "subscriptions_filtered" ON "subscriptions" USING btree ("organization_id") WHERE filter_path is not null and deleted_at is null;--> statement-breakpoint
-- An event's data for filters to look at. What jsonb can't hold becomes U+FFFD: NUL, and half of a surrogate pair. Digits of a second beyond
-- the sixth, which jsonpath can't read, are cut. Data that is still unreadable has nothing in it, so that no event is lost for it.
CREATE FUNCTION event_json(data text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF strpos(data, '\u') > 0 THEN
		-- First each escaped backslash, so that every other backslash begins an escape.
		data := replace(replace(data, '\\', '\u005c'), '\u0000', '\ufffd');
		-- Pairs step aside as what no JSON has, so that no half looks at its neighbours: looking behind takes quadratic time here.
		data := regexp_replace(data, '\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)', '\\U\1\2', 'g');
		data := regexp_replace(data, '\\u[dD][89a-fA-F]..', '\\ufffd', 'g');
		data := regexp_replace(data, '\\U(....)(....)', '\\u\1\\u\2', 'g');
	END IF;
	IF data ~ '[.][0-9]{7,12}[-+Z"]' THEN
		data := regexp_replace(data, '("[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{6})[0-9]{1,6}((Z|[-+][0-9]{2}:[0-9]{2})?")(?!:)', '\1\2', 'g');
	END IF;
	IF pg_input_is_valid(data, 'jsonb') THEN
		RETURN data::jsonb;
	END IF;
	RETURN '{}';
END
$$;
