CREATE TABLE "incoming_ticket_keys" (
	"organization_id" integer NOT NULL,
	"webhook_id" uuid NOT NULL,
	"key" text NOT NULL,
	"ticket_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "incoming_ticket_keys_organization_id_webhook_id_key_pk" PRIMARY KEY("organization_id","webhook_id","key")
);
--> statement-breakpoint
ALTER TABLE "incoming_requests" ADD COLUMN "chat_id" uuid;--> statement-breakpoint
ALTER TABLE "incoming_requests" ADD COLUMN "message_id" uuid;--> statement-breakpoint
ALTER TABLE "incoming_requests" ADD COLUMN "remarks" jsonb;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "conditions" jsonb;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "correlation_key" text;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "rules" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "otherwise" jsonb;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "on_closed" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "on_closed" text DEFAULT 'reopen' NOT NULL;--> statement-breakpoint
ALTER TABLE "incoming_ticket_keys" ADD CONSTRAINT "incoming_ticket_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_ticket_keys" ADD CONSTRAINT "incoming_ticket_keys_webhook_id_incoming_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."incoming_webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_ticket_keys" ADD CONSTRAINT "incoming_ticket_keys_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incoming_ticket_keys_webhook" ON "incoming_ticket_keys" USING btree ("webhook_id");--> statement-breakpoint
CREATE INDEX "incoming_ticket_keys_ticket" ON "incoming_ticket_keys" USING btree ("ticket_id");