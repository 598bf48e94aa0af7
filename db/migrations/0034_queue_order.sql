DROP INDEX "open_deliveries_due";--> statement-breakpoint
CREATE INDEX "open_deliveries_due" ON "open_deliveries" USING btree ("subscription_id","is_sending","is_manual","due_at","delivery_id");