ALTER TABLE "incoming_requests" ADD COLUMN "query" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "signature" jsonb;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "max_body_bytes" integer DEFAULT 1048576 NOT NULL;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD CONSTRAINT "incoming_webhooks_signature" CHECK (("incoming_webhooks"."signature_scheme" = 'generic') = ("incoming_webhooks"."signature" is not null));