ALTER TABLE "tickets" ADD COLUMN "app_name" text;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "app_host" text;--> statement-breakpoint
CREATE INDEX "tickets_customer_created" ON "tickets" USING btree ("customer_id","id") WHERE deleted_at is null;