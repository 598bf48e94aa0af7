CREATE TABLE "echo_receivers" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"answer_status" smallint DEFAULT 200 NOT NULL,
	"retry_after_seconds" integer,
	"delay_seconds" smallint DEFAULT 0 NOT NULL,
	"answers_left" integer,
	"last_request_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "echo_receivers_key_length" CHECK (length("echo_receivers"."key") = 32),
	CONSTRAINT "echo_receivers_answers_left" CHECK ("echo_receivers"."answers_left" >= 0)
);
--> statement-breakpoint
CREATE TABLE "echo_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"receiver_id" uuid NOT NULL,
	"status_code" smallint NOT NULL,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"kept_bytes" integer NOT NULL,
	"is_delivery" boolean NOT NULL,
	"ip" text,
	"delivery_id" uuid,
	"event_type" text,
	"signatures" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "echo_receivers" ADD CONSTRAINT "echo_receivers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "echo_requests" ADD CONSTRAINT "echo_requests_receiver_id_echo_receivers_id_fk" FOREIGN KEY ("receiver_id") REFERENCES "public"."echo_receivers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "echo_receivers_key" ON "echo_receivers" USING btree ("key");--> statement-breakpoint
CREATE INDEX "echo_receivers_organization" ON "echo_receivers" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "echo_requests_receiver" ON "echo_requests" USING btree ("receiver_id","id");