ALTER TABLE "subscriptions" ADD COLUMN "kept_up_to" uuid;--> statement-breakpoint
UPDATE "subscriptions" SET "kept_up_to" = uuidv7() WHERE "keeps_held";--> statement-breakpoint
ALTER TABLE "subscriptions" DROP COLUMN "keeps_held";
