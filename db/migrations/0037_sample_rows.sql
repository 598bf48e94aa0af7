CREATE TABLE "sample_rows" (
	"organization_id" integer NOT NULL,
	"kind" text NOT NULL,
	"row_id" uuid NOT NULL,
	CONSTRAINT "sample_rows_organization_id_kind_row_id_pk" PRIMARY KEY("organization_id","kind","row_id")
);
--> statement-breakpoint
ALTER TABLE "sample_rows" ADD CONSTRAINT "sample_rows_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;