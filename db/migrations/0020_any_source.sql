CREATE TYPE "public"."delivery_format" AS ENUM('replify', 'replicer', 'reply_v3', 'rest_hooks', 'slack', 'discord', 'cloudevents', 'thin');--> statement-breakpoint
CREATE TYPE "public"."subscription_dialect" AS ENUM('reply_v3', 'rest_hooks');--> statement-breakpoint
CREATE TYPE "public"."subscription_verification" AS ENUM('none', 'x_hook_secret');--> statement-breakpoint
ALTER TYPE "public"."subscription_status" ADD VALUE 'unverified' BEFORE 'paused';--> statement-breakpoint
CREATE TABLE "custom_event_types" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"name" text NOT NULL,
	"group" text NOT NULL,
	"description" text NOT NULL,
	"schema" text NOT NULL,
	"sample" text NOT NULL,
	"is_deprecated" boolean DEFAULT false NOT NULL,
	"created_by" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "custom_event_types_name" UNIQUE("organization_id","name"),
	CONSTRAINT "custom_event_types_name_not_empty" CHECK (length("custom_event_types"."name") > 0)
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "secret_ciphertext" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "subscription_id" uuid;--> statement-breakpoint
UPDATE "attempts" a SET "subscription_id" = d."subscription_id" FROM "deliveries" d WHERE d."id" = a."delivery_id";--> statement-breakpoint
ALTER TABLE "attempts" ALTER COLUMN "subscription_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "event_name" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "format" "delivery_format" DEFAULT 'replify' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription_health" ADD COLUMN "attempt_count" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "subscription_health" h SET "attempt_count" = s.n
FROM (SELECT "subscription_id", sum("succeeded" + "failed") AS n FROM "subscription_stats" GROUP BY 1) s
WHERE s."subscription_id" = h."subscription_id";--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "pending_target_url" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "event_names" jsonb;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "format" "delivery_format" DEFAULT 'replify' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "dialect" "subscription_dialect";--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "dialect_id" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "filter" jsonb;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "filter_path" jsonpath;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "verification" "subscription_verification" DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "verified_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "last_verification" jsonb;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "hook_secret_ciphertext" text;--> statement-breakpoint
ALTER TABLE "custom_event_types" ADD CONSTRAINT "custom_event_types_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "custom_event_types" ADD CONSTRAINT "custom_event_types_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_subscription" ON "attempts" USING btree ("subscription_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_dialect_id" ON "subscriptions" USING btree ("organization_id","dialect_id") WHERE dialect_id is not null;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_filter" CHECK (("subscriptions"."filter" is null) = ("subscriptions"."filter_path" is null));