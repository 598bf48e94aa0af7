ALTER TABLE "sessions" ADD COLUMN "previous_id" uuid;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "previous_authenticated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "previous_ends_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "sessions_previous" ON "sessions" USING btree ("previous_id") WHERE previous_id is not null;