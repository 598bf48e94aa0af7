CREATE TYPE "public"."attempt_trigger" AS ENUM('first', 'retry', 'manual', 'test');--> statement-breakpoint
CREATE TYPE "public"."delivery_status" AS ENUM('pending', 'sending', 'retrying', 'succeeded', 'failed', 'held', 'canceled');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('admin', 'developer', 'agent', 'viewer');--> statement-breakpoint
CREATE TYPE "public"."subscription_level" AS ENUM('organization', 'team', 'account', 'sequence');--> statement-breakpoint
CREATE TYPE "public"."subscription_status" AS ENUM('active', 'paused', 'disabled');--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"created_by" integer NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"last_four" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"last_used_ip" text,
	"last_used_route" text,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_tokens_scopes_not_empty" CHECK (cardinality("api_tokens"."scopes") > 0)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"target_name" text NOT NULL,
	"changes" text DEFAULT '{}' NOT NULL,
	"ip" text,
	"request_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_log_actor_type" CHECK ("audit_log"."actor_type" in ('user', 'token', 'system'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"organization_id" integer NOT NULL,
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" smallint NOT NULL,
	"answer_ciphertext" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_organization_id_actor_key_pk" PRIMARY KEY("organization_id","actor","key")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"ip" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"delivery_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"trigger" "attempt_trigger" NOT NULL,
	"requested_by" integer,
	"started_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"status_code" smallint,
	"success" boolean NOT NULL,
	"error_class" text,
	"error_message" text,
	"url" text NOT NULL,
	"request_headers" jsonb NOT NULL,
	"response_headers" jsonb,
	"response_body" "bytea",
	"response_truncated" boolean DEFAULT false NOT NULL,
	"timings" jsonb,
	CONSTRAINT "attempts_delivery_id_number_pk" PRIMARY KEY("delivery_id","number")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"subscription_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"status" "delivery_status" NOT NULL,
	"is_test" boolean DEFAULT false NOT NULL,
	"attempt_count" smallint DEFAULT 0 NOT NULL,
	"max_attempts" smallint NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"next_trigger" "attempt_trigger" DEFAULT 'first' NOT NULL,
	"requested_by" integer,
	"due_at" timestamp (3) with time zone,
	"lease_generation" integer DEFAULT 0 NOT NULL,
	"abandoned_count" smallint DEFAULT 0 NOT NULL,
	"last_status_code" smallint,
	"last_error_class" text,
	"last_duration_ms" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "deliveries_event_subscription" UNIQUE("event_id","subscription_id"),
	CONSTRAINT "deliveries_attempts" CHECK (attempt_count >= 0 and max_attempts >= 1),
	CONSTRAINT "deliveries_open_has_due" CHECK (status not in ('pending', 'retrying', 'sending') or due_at is not null),
	CONSTRAINT "deliveries_done_has_end" CHECK ((status in ('succeeded', 'failed', 'canceled')) = (completed_at is not null))
);
--> statement-breakpoint
CREATE TABLE "ie_cancellations" (
	"key" text NOT NULL,
	"run_id" text NOT NULL,
	CONSTRAINT "ie_cancellations_key_run_id_pk" PRIMARY KEY("key","run_id")
);
--> statement-breakpoint
CREATE TABLE "ie_crons" (
	"fn" text NOT NULL,
	"cron" text NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ie_crons_fn_cron_pk" PRIMARY KEY("fn","cron")
);
--> statement-breakpoint
CREATE TABLE "ie_idempotency" (
	"fn" text NOT NULL,
	"key" text NOT NULL,
	"run_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ie_idempotency_fn_key_pk" PRIMARY KEY("fn","key")
);
--> statement-breakpoint
CREATE TABLE "ie_jobs" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"step" text DEFAULT 'step' NOT NULL,
	"pending" text[] DEFAULT '{}' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"version" smallint DEFAULT -1 NOT NULL,
	"run_at" timestamp with time zone NOT NULL,
	"leased" boolean DEFAULT false NOT NULL,
	"worker" text,
	"generation" integer DEFAULT 0 NOT NULL,
	"key1" text,
	"limit1" integer,
	"key2" text,
	"limit2" integer,
	"parked_on" text
);
--> statement-breakpoint
CREATE TABLE "ie_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"fn" text NOT NULL,
	"event" json NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"output" json,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "ie_steps" (
	"run_id" text NOT NULL,
	"id" text NOT NULL,
	"position" bigserial NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "ie_steps_run_id_id_pk" PRIMARY KEY("run_id","id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"type" text NOT NULL,
	"data" text NOT NULL,
	"team_id" integer,
	"account_id" integer,
	"sequence_id" bigint,
	"is_test" boolean DEFAULT false NOT NULL,
	"actor" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_type_not_empty" CHECK (length("events"."type") > 0)
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"organization_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"role" "role" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organizations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_name_not_empty" CHECK (length(trim("organizations"."name")) > 0)
);
--> statement-breakpoint
CREATE TABLE "team_members" (
	"team_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	CONSTRAINT "team_members_team_id_user_id_pk" PRIMARY KEY("team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "teams_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"organization_id" integer NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"disabled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_email_not_empty" CHECK (length("users"."email") > 2)
);
--> statement-breakpoint
CREATE TABLE "subscription_health" (
	"subscription_id" uuid PRIMARY KEY NOT NULL,
	"consecutive_failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"breaker_open_until" timestamp (3) with time zone,
	"breaker_trips" smallint DEFAULT 0 NOT NULL,
	"last_delivery_at" timestamp (3) with time zone,
	"last_success_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "subscription_stats" (
	"subscription_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"duration_ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "subscription_stats_subscription_id_hour_pk" PRIMARY KEY("subscription_id","hour")
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"created_by" integer NOT NULL,
	"name" text NOT NULL,
	"target_url" text NOT NULL,
	"event_types" text[] NOT NULL,
	"status" "subscription_status" DEFAULT 'active' NOT NULL,
	"status_reason" text,
	"status_changed_at" timestamp (3) with time zone,
	"secret_ciphertext" text NOT NULL,
	"previous_secret_ciphertext" text,
	"previous_secret_expires_at" timestamp (3) with time zone,
	"subscription_level" "subscription_level" DEFAULT 'organization' NOT NULL,
	"team_ids" integer[] DEFAULT '{}' NOT NULL,
	"sequence_ids" bigint[] DEFAULT '{}' NOT NULL,
	"account_id" integer,
	"retry_policy" text DEFAULT 'standard' NOT NULL,
	"retry_delays_seconds" integer[] NOT NULL,
	"headers_ciphertext" text,
	"max_in_flight" smallint DEFAULT 32 NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subscriptions_event_types_not_empty" CHECK (cardinality("subscriptions"."event_types") > 0),
	CONSTRAINT "subscriptions_secret_not_empty" CHECK (length("subscriptions"."secret_ciphertext") > 0),
	CONSTRAINT "subscriptions_target_url_not_empty" CHECK (length("subscriptions"."target_url") between 8 and 2048),
	CONSTRAINT "subscriptions_delays" CHECK (cardinality("subscriptions"."retry_delays_seconds") between 0 and 12),
	CONSTRAINT "subscriptions_max_in_flight" CHECK ("subscriptions"."max_in_flight" between 1 and 256)
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_health" ADD CONSTRAINT "subscription_health_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_stats" ADD CONSTRAINT "subscription_stats_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_tokens_organization" ON "api_tokens" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "api_tokens_creator" ON "api_tokens" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "audit_log_organization" ON "audit_log" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("organization_id","target_type","target_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "rate_limits_window" ON "rate_limits" USING btree ("window_ends_at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("subscription_id","due_at") WHERE status in ('pending', 'retrying', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_sending" ON "deliveries" USING btree ("subscription_id") WHERE status = 'sending';--> statement-breakpoint
CREATE INDEX "deliveries_organization" ON "deliveries" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_open" ON "deliveries" USING btree ("organization_id","id") WHERE status in ('pending', 'sending', 'retrying', 'held');--> statement-breakpoint
CREATE INDEX "deliveries_unsuccessful" ON "deliveries" USING btree ("organization_id","status","id") WHERE status in ('failed', 'canceled');--> statement-breakpoint
CREATE INDEX "deliveries_subscription" ON "deliveries" USING btree ("subscription_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_subscription_unsuccessful" ON "deliveries" USING btree ("subscription_id","status","id") WHERE status in ('failed', 'canceled', 'held');--> statement-breakpoint
CREATE INDEX "ie_cancellations_run" ON "ie_cancellations" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "ie_idempotency_expires" ON "ie_idempotency" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "ie_jobs_ready" ON "ie_jobs" USING btree ("run_at","id") WHERE parked_on is null;--> statement-breakpoint
CREATE INDEX "ie_jobs_parked" ON "ie_jobs" USING btree ("parked_on","run_at","id") WHERE parked_on is not null;--> statement-breakpoint
CREATE INDEX "ie_jobs_leased" ON "ie_jobs" USING btree ("id") WHERE leased;--> statement-breakpoint
CREATE INDEX "ie_jobs_run" ON "ie_jobs" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "ie_runs_ended" ON "ie_runs" USING btree ("ended_at") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "events_organization" ON "events" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "events_type" ON "events" USING btree ("organization_id","type","id");--> statement-breakpoint
CREATE INDEX "events_created" ON "events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "team_members_user" ON "team_members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "teams_organization_name" ON "teams" USING btree ("organization_id",lower("name"));--> statement-breakpoint
CREATE INDEX "subscriptions_organization" ON "subscriptions" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "subscriptions_creator" ON "subscriptions" USING btree ("created_by");--> statement-breakpoint
ALTER TABLE "deliveries" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "subscription_health" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "ie_jobs" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "ie_runs" SET (autovacuum_vacuum_scale_factor = 0.02);
