CREATE TABLE "mail_comments" (
	"comment_id" uuid PRIMARY KEY NOT NULL,
	"mail_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organization_id" integer NOT NULL,
	"ticket_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"obstacle" text,
	"message_id" text NOT NULL,
	"email" text,
	"subject" text,
	"error" text,
	"blocks_address" boolean DEFAULT false NOT NULL,
	"attempt_count" smallint DEFAULT 0 NOT NULL,
	"abandoned_count" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone,
	"lease_id" uuid,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mails_open_is_due" CHECK ((status in ('waiting', 'sending')) = (due_at is not null)),
	CONSTRAINT "mails_sending_has_lease" CHECK ((status = 'sending') = (lease_id is not null)),
	CONSTRAINT "mails_skipped_has_obstacle" CHECK ((status = 'skipped') = (obstacle is not null))
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "receives_mails" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "mail_comments" ADD CONSTRAINT "mail_comments_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_comments" ADD CONSTRAINT "mail_comments_mail_id_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_comments_mail" ON "mail_comments" USING btree ("mail_id");--> statement-breakpoint
CREATE INDEX "mails_organization" ON "mails" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "mails_status" ON "mails" USING btree ("organization_id","status","id");--> statement-breakpoint
CREATE INDEX "mails_ticket" ON "mails" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "mails_customer" ON "mails" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "mails_email" ON "mails" USING gin ("email" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "mails_blocking" ON "mails" USING btree ("organization_id","email") WHERE blocks_address;--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "mails_message_id" ON "mails" USING btree ("message_id");