ALTER TABLE "incoming_webhooks" ADD COLUMN "secret_hint" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "paused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "paused_by" text;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "pause_note" text;--> statement-breakpoint
CREATE INDEX "incoming_requests_held" ON "incoming_requests" USING btree ("webhook_id","id") WHERE result = 'held';