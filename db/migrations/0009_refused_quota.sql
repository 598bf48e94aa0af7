CREATE TABLE "incoming_refused_bytes" (
	"scope" text PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "incoming_requests" ADD COLUMN "refused_bytes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incoming_requests" ADD COLUMN "dropped_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "incoming_requests_refused" ON "incoming_requests" USING btree ("id") WHERE refused_bytes > 0;--> statement-breakpoint
CREATE INDEX "incoming_requests_refused_of" ON "incoming_requests" USING btree ("webhook_id","id") WHERE refused_bytes > 0;--> statement-breakpoint
UPDATE incoming_requests SET refused_bytes = octet_length(headers::text) + octet_length(body)
WHERE result = 'rejected' AND reason IN ('missing_signature', 'other_scheme', 'malformed_signature', 'missing_timestamp', 'stale_timestamp', 'bad_signature', 'ip_not_allowed', 'too_large');--> statement-breakpoint
INSERT INTO incoming_refused_bytes (scope, bytes)
SELECT webhook_id::text, sum(refused_bytes) FROM incoming_requests WHERE refused_bytes > 0 GROUP BY 1
UNION ALL SELECT 'all', coalesce(sum(refused_bytes), 0) FROM incoming_requests;--> statement-breakpoint
-- The sum of all first: whoever has that row is the only one to touch the others, so that no two wait for each other.
CREATE FUNCTION incoming_count_refused() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  webhook text := CASE WHEN tg_op = 'INSERT' THEN new.webhook_id ELSE old.webhook_id END;
  change bigint := CASE WHEN tg_op = 'DELETE' THEN 0 ELSE new.refused_bytes END - CASE WHEN tg_op = 'INSERT' THEN 0 ELSE old.refused_bytes END;
BEGIN
  INSERT INTO public.incoming_refused_bytes AS kept (scope, bytes) VALUES ('all', greatest(change, 0))
    ON CONFLICT (scope) DO UPDATE SET bytes = greatest(kept.bytes + change, 0);
  INSERT INTO public.incoming_refused_bytes AS kept (scope, bytes) VALUES (webhook, greatest(change, 0))
    ON CONFLICT (scope) DO UPDATE SET bytes = greatest(kept.bytes + change, 0);
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER incoming_requests_refused_added AFTER INSERT ON incoming_requests FOR EACH ROW WHEN (new.refused_bytes > 0) EXECUTE FUNCTION incoming_count_refused();--> statement-breakpoint
CREATE TRIGGER incoming_requests_refused_changed AFTER UPDATE OF refused_bytes ON incoming_requests FOR EACH ROW WHEN (old.refused_bytes <> new.refused_bytes) EXECUTE FUNCTION incoming_count_refused();--> statement-breakpoint
CREATE TRIGGER incoming_requests_refused_deleted AFTER DELETE ON incoming_requests FOR EACH ROW WHEN (old.refused_bytes > 0) EXECUTE FUNCTION incoming_count_refused();
