ALTER TABLE "incoming_requests" ADD COLUMN "is_body_kept" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "incoming_requests" ADD COLUMN "replay_of" uuid;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "keeps_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "incoming_requests_replay" ON "incoming_requests" USING btree ("replay_of") WHERE replay_of is not null;