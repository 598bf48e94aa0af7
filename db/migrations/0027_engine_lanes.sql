-- Runs that ended are no longer kept, but for those that failed.
DELETE FROM "ie_runs" WHERE "status" IN ('completed', 'cancelled');--> statement-breakpoint
DELETE FROM "ie_steps" WHERE "run_id" NOT IN (SELECT "id" FROM "ie_runs");--> statement-breakpoint
UPDATE "ie_jobs" SET "key1" = coalesce("key1", ''), "key2" = coalesce("key2", '') WHERE "key1" IS NULL OR "key2" IS NULL;--> statement-breakpoint
DROP INDEX "ie_jobs_ready";--> statement-breakpoint
DROP INDEX "ie_jobs_parked";--> statement-breakpoint
DROP INDEX "ie_jobs_run";--> statement-breakpoint
DROP INDEX "ie_jobs_leased";--> statement-breakpoint
ALTER TABLE "ie_jobs" DROP COLUMN "id";--> statement-breakpoint
ALTER TABLE "ie_jobs" DROP COLUMN "parked_on";--> statement-breakpoint
ALTER TABLE "ie_jobs" ADD PRIMARY KEY ("run_id");--> statement-breakpoint
ALTER TABLE "ie_jobs" ALTER COLUMN "key1" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "ie_jobs" ALTER COLUMN "key1" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "ie_jobs" ALTER COLUMN "key2" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "ie_jobs" ALTER COLUMN "key2" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "ie_jobs_lanes" ON "ie_jobs" USING btree ("key1","key2","run_at") WHERE not leased;--> statement-breakpoint
CREATE INDEX "ie_jobs_leased" ON "ie_jobs" USING btree ("run_at") WHERE leased;
