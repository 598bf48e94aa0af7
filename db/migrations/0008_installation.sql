CREATE TABLE "installation" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"inngest_called_at" timestamp (3) with time zone,
	"inngest_silent_since" timestamp (3) with time zone,
	CONSTRAINT "installation_only" CHECK ("installation"."is_only")
);
