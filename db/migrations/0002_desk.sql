CREATE TYPE "public"."ticket_priority" AS ENUM('low', 'normal', 'high', 'urgent');--> statement-breakpoint
CREATE TYPE "public"."ticket_status" AS ENUM('open', 'pending', 'resolved', 'closed');--> statement-breakpoint
CREATE TABLE "customer_identities" (
	"organization_id" integer NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customer_identities_organization_id_kind_value_pk" PRIMARY KEY("organization_id","kind","value")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"name" text,
	"email" text,
	"phone" text,
	"company" text,
	"agent_id" integer,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"merged_into_id" uuid,
	"erased_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incoming_request_keys" (
	"webhook_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incoming_request_keys_webhook_id_key_pk" PRIMARY KEY("webhook_id","key")
);
--> statement-breakpoint
CREATE TABLE "incoming_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"webhook_id" uuid NOT NULL,
	"result" text NOT NULL,
	"reason" text,
	"detail" text,
	"status_code" smallint NOT NULL,
	"answer" text NOT NULL,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"body_bytes" integer NOT NULL,
	"ip" text,
	"idempotency_key" text,
	"secret_used" text,
	"is_possible_replay" boolean DEFAULT false NOT NULL,
	"hops" smallint DEFAULT 0 NOT NULL,
	"ticket_id" uuid,
	"comment_id" uuid,
	"original_request_id" uuid,
	"processed_at" timestamp (3) with time zone,
	"duration_ms" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incoming_webhook_stats" (
	"webhook_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"on_previous_secret" integer DEFAULT 0 NOT NULL,
	"duration_ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "incoming_webhook_stats_webhook_id_hour_pk" PRIMARY KEY("webhook_id","hour")
);
--> statement-breakpoint
CREATE TABLE "incoming_webhooks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"created_by" integer NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"action" text NOT NULL,
	"signature_scheme" text DEFAULT 'replify' NOT NULL,
	"require_timestamp" boolean DEFAULT false NOT NULL,
	"secret_ciphertext" text NOT NULL,
	"previous_secret_ciphertext" text,
	"previous_secret_expires_at" timestamp (3) with time zone,
	"previous_secret_last_used_at" timestamp (3) with time zone,
	"secret_hint" text DEFAULT '' NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"defaults" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"allowed_cidrs" text[] DEFAULT '{}' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"hold_while_paused" boolean DEFAULT false NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"paused_by" text,
	"pause_note" text,
	"rate_per_minute" integer DEFAULT 600 NOT NULL,
	"last_request_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incoming_webhooks_secret_not_empty" CHECK (length("incoming_webhooks"."secret_ciphertext") > 0),
	CONSTRAINT "incoming_webhooks_key_length" CHECK (length("incoming_webhooks"."key") >= 22)
);
--> statement-breakpoint
CREATE TABLE "chats" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"subject" text,
	"status" text DEFAULT 'open' NOT NULL,
	"customer_id" uuid,
	"assignee_id" integer,
	"team_id" integer,
	"ticket_id" uuid,
	"page" jsonb,
	"message_count" integer DEFAULT 0 NOT NULL,
	"unread_count" integer DEFAULT 0 NOT NULL,
	"last_message_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chats_status" CHECK ("chats"."status" in ('open', 'ended')),
	CONSTRAINT "chats_end" CHECK (("chats"."status" = 'ended') = ("chats"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"ticket_id" uuid NOT NULL,
	"visibility" text NOT NULL,
	"author_type" text NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"body" text NOT NULL,
	"request_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "comments_visibility" CHECK ("comments"."visibility" in ('public', 'internal'))
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"chat_id" uuid NOT NULL,
	"author_type" text NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ticket_counters" (
	"organization_id" integer PRIMARY KEY NOT NULL,
	"last_number" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket_viewers" (
	"ticket_id" uuid NOT NULL,
	"user_id" integer NOT NULL,
	"is_replying" boolean DEFAULT false NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ticket_viewers_ticket_id_user_id_pk" PRIMARY KEY("ticket_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"number" integer NOT NULL,
	"subject" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"status" "ticket_status" DEFAULT 'open' NOT NULL,
	"priority" "ticket_priority" DEFAULT 'normal' NOT NULL,
	"customer_id" uuid,
	"assignee_id" integer,
	"team_id" integer,
	"source" text NOT NULL,
	"request_id" uuid,
	"chat_id" uuid,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"diagnostics" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"comment_count" integer DEFAULT 0 NOT NULL,
	"last_activity_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"merged_into_id" uuid,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tickets_subject_not_empty" CHECK (length(trim("tickets"."subject")) > 0),
	CONSTRAINT "tickets_source" CHECK ("tickets"."source" in ('manual', 'api', 'incoming_webhook', 'chat', 'troubleshooter'))
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "subject_type" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "subject_id" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "hops" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_identities" ADD CONSTRAINT "customer_identities_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_identities" ADD CONSTRAINT "customer_identities_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_request_keys" ADD CONSTRAINT "incoming_request_keys_webhook_id_incoming_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."incoming_webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_requests" ADD CONSTRAINT "incoming_requests_webhook_id_incoming_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."incoming_webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_webhook_stats" ADD CONSTRAINT "incoming_webhook_stats_webhook_id_incoming_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."incoming_webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD CONSTRAINT "incoming_webhooks_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD CONSTRAINT "incoming_webhooks_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_counters" ADD CONSTRAINT "ticket_counters_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_viewers" ADD CONSTRAINT "ticket_viewers_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_viewers" ADD CONSTRAINT "ticket_viewers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_assignee_id_users_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customer_identities_customer" ON "customer_identities" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "customers_organization" ON "customers" USING btree ("organization_id","id") WHERE deleted_at is null and merged_into_id is null;--> statement-breakpoint
CREATE INDEX "customers_email" ON "customers" USING btree ("organization_id","email");--> statement-breakpoint
CREATE INDEX "customers_names" ON "customers" USING gin ("name" gin_trgm_ops,"email" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "customers_merged" ON "customers" USING btree ("merged_into_id") WHERE merged_into_id is not null;--> statement-breakpoint
CREATE INDEX "incoming_request_keys_created" ON "incoming_request_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "incoming_requests_webhook" ON "incoming_requests" USING btree ("webhook_id","id");--> statement-breakpoint
CREATE INDEX "incoming_requests_result" ON "incoming_requests" USING btree ("webhook_id","result","id");--> statement-breakpoint
CREATE INDEX "incoming_requests_reason" ON "incoming_requests" USING btree ("webhook_id","reason","id") WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "incoming_requests_held" ON "incoming_requests" USING btree ("webhook_id","id") WHERE result = 'held';--> statement-breakpoint
CREATE INDEX "incoming_requests_ticket" ON "incoming_requests" USING btree ("ticket_id") WHERE ticket_id is not null;--> statement-breakpoint
CREATE INDEX "incoming_requests_ip" ON "incoming_requests" USING btree ("webhook_id","ip") WHERE ip is not null;--> statement-breakpoint
CREATE INDEX "incoming_requests_key" ON "incoming_requests" USING btree ("webhook_id","idempotency_key") WHERE idempotency_key is not null;--> statement-breakpoint
CREATE INDEX "incoming_requests_created" ON "incoming_requests" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "incoming_webhooks_key" ON "incoming_webhooks" USING btree ("key");--> statement-breakpoint
CREATE INDEX "incoming_webhooks_organization" ON "incoming_webhooks" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "chats_organization" ON "chats" USING btree ("organization_id","last_message_at","id");--> statement-breakpoint
CREATE INDEX "chats_status" ON "chats" USING btree ("organization_id","status","last_message_at","id");--> statement-breakpoint
CREATE INDEX "chats_customer" ON "chats" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "comments_ticket" ON "comments" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "comments_request" ON "comments" USING btree ("request_id") WHERE request_id is not null;--> statement-breakpoint
CREATE INDEX "messages_chat" ON "messages" USING btree ("chat_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_number" ON "tickets" USING btree ("organization_id","number");--> statement-breakpoint
CREATE INDEX "tickets_activity" ON "tickets" USING btree ("organization_id","last_activity_at","id","status","priority","source","assignee_id","team_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "tickets_status" ON "tickets" USING btree ("organization_id","status","last_activity_at","id","priority","source","assignee_id","team_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "tickets_unsolved" ON "tickets" USING btree ("organization_id","last_activity_at","id") WHERE deleted_at is null and status in ('open', 'pending');--> statement-breakpoint
CREATE INDEX "tickets_assignee_unsolved" ON "tickets" USING btree ("organization_id","assignee_id","last_activity_at","id") WHERE deleted_at is null and status in ('open', 'pending');--> statement-breakpoint
CREATE INDEX "tickets_assignee" ON "tickets" USING btree ("organization_id","assignee_id","last_activity_at","id","status","priority","source","team_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "tickets_priority" ON "tickets" USING btree ("organization_id","priority","last_activity_at","id","status","source","assignee_id","team_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "tickets_source" ON "tickets" USING btree ("organization_id","source","last_activity_at","id","status","priority","assignee_id","team_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "tickets_customer" ON "tickets" USING btree ("customer_id","last_activity_at","id");--> statement-breakpoint
CREATE INDEX "tickets_team" ON "tickets" USING btree ("organization_id","team_id","last_activity_at","id") WHERE team_id is not null;--> statement-breakpoint
CREATE INDEX "tickets_request" ON "tickets" USING btree ("request_id") WHERE request_id is not null;--> statement-breakpoint
CREATE INDEX "tickets_diagnostics" ON "tickets" USING gin (diagnostics jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "tickets_tags" ON "tickets" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "tickets_subject" ON "tickets" USING gin ("subject" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("organization_id","subject_type","subject_id","id") WHERE subject_id is not null;--> statement-breakpoint
CREATE INDEX "events_request" ON "events" USING btree ("request_id") WHERE request_id is not null;