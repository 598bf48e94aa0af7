CREATE TABLE "refused_calls" (
	"organization_id" integer NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"user_id" integer NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"calls" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "refused_calls_organization_id_actor_type_actor_id_kind_day_pk" PRIMARY KEY("organization_id","actor_type","actor_id","kind","day")
);
--> statement-breakpoint
ALTER TABLE "refused_calls" ADD CONSTRAINT "refused_calls_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refused_calls_day" ON "refused_calls" USING btree ("day");