CREATE TABLE "open_deliveries" (
	"organization_id" integer NOT NULL,
	"delivery_id" uuid NOT NULL,
	"subscription_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"is_manual" boolean DEFAULT false NOT NULL,
	"is_sending" boolean DEFAULT false NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_id" uuid,
	"abandoned_count" smallint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
-- What a worker of before is sending counts as lost with it: nobody holds the new lease, and once it runs out the delivery is sent again.
INSERT INTO "open_deliveries"
SELECT organization_id, id, subscription_id, event_type, next_trigger in ('manual', 'test'), status = 'sending', due_at,
       case when status = 'sending' then gen_random_uuid() end, abandoned_count
FROM "deliveries" WHERE status in ('pending', 'retrying', 'sending');--> statement-breakpoint
ALTER TABLE "open_deliveries" ADD CONSTRAINT "open_deliveries_organization_id_delivery_id_pk" PRIMARY KEY("organization_id","delivery_id");--> statement-breakpoint
ALTER TABLE "open_deliveries" ADD CONSTRAINT "open_deliveries_sending_has_lease" CHECK (is_sending = (lease_id is not null));--> statement-breakpoint
CREATE INDEX "open_deliveries_due" ON "open_deliveries" USING btree ("subscription_id","is_sending","is_manual","due_at");--> statement-breakpoint
UPDATE "deliveries" SET status = (case when next_trigger = 'retry' then 'retrying' else 'pending' end)::delivery_status WHERE status = 'sending';--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_open_has_due";--> statement-breakpoint
DROP INDEX "deliveries_due";--> statement-breakpoint
DROP INDEX "deliveries_manual";--> statement-breakpoint
DROP INDEX "deliveries_sending";--> statement-breakpoint
DROP INDEX "deliveries_open";--> statement-breakpoint
DROP INDEX "deliveries_unsuccessful";--> statement-breakpoint
DROP INDEX "deliveries_subscription_unsuccessful";--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "due_at";--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "lease_generation";--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "abandoned_count";--> statement-breakpoint
-- Room in each page for the one more version that a delivery's end makes of its row.
ALTER TABLE "deliveries" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "undelivered_status" "delivery_status" GENERATED ALWAYS AS (case when status in ('failed', 'canceled', 'held') then status end) STORED;--> statement-breakpoint
CREATE INDEX "deliveries_undelivered" ON "deliveries" USING btree ("organization_id","undelivered_status","id") WHERE undelivered_status is not null;--> statement-breakpoint
CREATE INDEX "deliveries_subscription_undelivered" ON "deliveries" USING btree ("subscription_id","undelivered_status","id") WHERE undelivered_status is not null;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_never_sending" CHECK (status <> 'sending');
