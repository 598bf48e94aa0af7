-- Those by number take their place. The version before still answers without them, by sorting.
DROP INDEX "tickets_created";--> statement-breakpoint
DROP INDEX "tickets_unsolved_created";
