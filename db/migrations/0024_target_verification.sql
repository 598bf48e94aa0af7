ALTER TABLE "subscriptions" ADD COLUMN "pending_headers_ciphertext" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "verification_due_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "subscriptions_verification_due" ON "subscriptions" USING btree ("verification_due_at") WHERE verification_due_at is not null;