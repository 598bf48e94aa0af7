DROP INDEX "subscriptions_organization";--> statement-breakpoint
CREATE INDEX "subscriptions_organization" ON "subscriptions" USING btree ("organization_id","id") WHERE deleted_at is null;