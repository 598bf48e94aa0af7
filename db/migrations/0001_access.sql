CREATE TABLE "audit_chain" (
	"organization_id" integer NOT NULL,
	"position" bigint NOT NULL,
	"entry_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_chain_organization_id_position_pk" PRIMARY KEY("organization_id","position")
);
--> statement-breakpoint
CREATE TABLE "token_usage" (
	"token_id" uuid NOT NULL,
	"day" date NOT NULL,
	"requests" integer NOT NULL,
	CONSTRAINT "token_usage_token_id_day_pk" PRIMARY KEY("token_id","day")
);
--> statement-breakpoint
CREATE TABLE "user_identities" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_identities_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"email" text NOT NULL,
	"role" "role" NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_log" DROP CONSTRAINT "audit_log_organization_id_organizations_id_fk";
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "allowed_cidrs" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "previous_hash" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "previous_last_four" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "previous_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "previous_last_used_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "outcome" text DEFAULT 'success' NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "user_agent" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "authenticated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "disabled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_entry_id_audit_log_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."audit_log"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_usage" ADD CONSTRAINT "token_usage_token_id_api_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."api_tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_chain_entry" ON "audit_chain" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "user_identities_user" ON "user_identities" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_token" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "invitations" USING btree ("organization_id","email") WHERE accepted_at is null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "invitations_organization" ON "invitations" USING btree ("organization_id","id");--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_previous_hash" ON "api_tokens" USING btree ("previous_hash") WHERE previous_hash is not null;--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("organization_id","actor_type","actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("organization_id","action" text_pattern_ops,"id");--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;--> statement-breakpoint
CREATE INDEX "audit_log_names" ON "audit_log" USING gin ("target_name" gin_trgm_ops,"actor_name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "audit_log_failures" ON "audit_log" USING btree ("organization_id","id") WHERE outcome = 'failure';--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "disabled_at";--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_outcome" CHECK ("audit_log"."outcome" in ('success', 'failure'));--> statement-breakpoint
-- These functions run as the owner of the tables. Names are qualified and pg_temp comes last, so that no table or function of the caller's
-- own can stand in for ours.
CREATE FUNCTION audit_digest(previous text, entry public.audit_log) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
	-- Each field with its length before it, so that no two different entries read the same.
	SELECT encode(sha256(convert_to(string_agg(coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field, 'null'), ',' ORDER BY ordinal), 'UTF8')), 'hex')
	FROM unnest(ARRAY[
		previous, entry.id::text, entry.organization_id::text, entry.actor_type, entry.actor_id, entry.actor_name, entry.action,
		entry.target_type, entry.target_id, entry.target_name, entry.changes, entry.outcome, entry.ip, entry.user_agent, entry.request_id,
		to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
	]) WITH ORDINALITY AS fields(field, ordinal)
$$;
--> statement-breakpoint
CREATE FUNCTION audit_note() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	noted text := coalesce(current_setting('replify.audited_organizations', true), '');
BEGIN
	IF NEW.organization_id::text <> ALL (string_to_array(noted, ' ')) THEN
		PERFORM set_config('replify.audited_organizations', ltrim(noted || ' ' || NEW.organization_id), true);
	END IF;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	organization integer;
	last record;
BEGIN
	-- Taken while committing and held for no longer, so entries of one organization line up without anything else waiting. A transaction
	-- that wrote for several locks them in the order of their ids, as every other does, or two could wait for each other.
	FOR organization IN
		SELECT noted::integer FROM unnest(string_to_array(current_setting('replify.audited_organizations', true), ' ')) AS noted
		UNION SELECT NEW.organization_id ORDER BY 1
	LOOP
		PERFORM pg_advisory_xact_lock(7203, organization);
	END LOOP;
	-- A statement of its own: its snapshot comes after the lock, so it sees what the holder before us has committed.
	SELECT position, hash INTO last FROM public.audit_chain WHERE organization_id = NEW.organization_id ORDER BY position DESC LIMIT 1;
	INSERT INTO public.audit_chain (organization_id, position, entry_id, hash)
	VALUES (NEW.organization_id, coalesce(last.position, 0) + 1, NEW.id, public.audit_digest(coalesce(last.hash, ''), NEW));
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
-- Firing a trigger needs no right to its function; attaching it to a table of one's own does.
REVOKE EXECUTE ON FUNCTION audit_digest(text, audit_log), audit_note(), audit_link(), audit_refuse() FROM PUBLIC;--> statement-breakpoint
DO $$
DECLARE
	entry public.audit_log;
	last record;
BEGIN
	FOR entry IN SELECT * FROM public.audit_log ORDER BY organization_id, id LOOP
		SELECT position, hash INTO last FROM public.audit_chain WHERE organization_id = entry.organization_id ORDER BY position DESC LIMIT 1;
		INSERT INTO public.audit_chain (organization_id, position, entry_id, hash)
		VALUES (entry.organization_id, coalesce(last.position, 0) + 1, entry.id, public.audit_digest(coalesce(last.hash, ''), entry));
	END LOOP;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_log_note AFTER INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_note();--> statement-breakpoint
CREATE CONSTRAINT TRIGGER audit_log_link AFTER INSERT ON audit_log DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_link();--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_refuse();--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();--> statement-breakpoint
CREATE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_refuse();--> statement-breakpoint
CREATE TRIGGER audit_chain_no_truncate BEFORE TRUNCATE ON audit_chain FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
