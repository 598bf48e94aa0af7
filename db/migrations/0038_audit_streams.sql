CREATE TABLE "audit_streams" (
	"organization_id" integer PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_streams" ADD CONSTRAINT "audit_streams_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What was recorded before is not sent.
INSERT INTO "audit_streams" ("organization_id", "position") SELECT organization_id, max(position) FROM audit_chain GROUP BY organization_id;
