CREATE TABLE "customer_duplicates" (
	"organization_id" integer NOT NULL,
	"first_id" uuid NOT NULL,
	"second_id" uuid NOT NULL,
	"dismissed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customer_duplicates_first_id_second_id_pk" PRIMARY KEY("first_id","second_id"),
	CONSTRAINT "customer_duplicates_order" CHECK ("customer_duplicates"."first_id" < "customer_duplicates"."second_id")
);
--> statement-breakpoint
ALTER TABLE "customer_identities" DROP CONSTRAINT "customer_identities_organization_id_kind_value_pk";--> statement-breakpoint
ALTER TABLE "customer_identities" ADD CONSTRAINT "customer_identities_organization_id_kind_value_customer_id_pk" PRIMARY KEY("organization_id","kind","value","customer_id");--> statement-breakpoint
ALTER TABLE "customer_duplicates" ADD CONSTRAINT "customer_duplicates_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_duplicates" ADD CONSTRAINT "customer_duplicates_first_id_customers_id_fk" FOREIGN KEY ("first_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_duplicates" ADD CONSTRAINT "customer_duplicates_second_id_customers_id_fk" FOREIGN KEY ("second_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customer_duplicates_second" ON "customer_duplicates" USING btree ("second_id");--> statement-breakpoint
CREATE UNIQUE INDEX "customer_identities_one_owner" ON "customer_identities" USING btree ("organization_id","kind","value") WHERE kind <> 'phone';--> statement-breakpoint
-- Ids that stood for nobody have gathered strangers; they recognise nobody any more.
DELETE FROM "customer_identities" WHERE "kind" = 'external_id' AND (
  lower(trim(normalize("value", NFKC))) = '-1'
  OR regexp_replace(lower(normalize("value", NFKC)), '[ -/:-@\[-`{-~]', '', 'g') ~ '^(0*|anon|anonymous|false|guest|na|nan|nil|none|notset|null|objectobject|true|undefined|unknown|visitor)$'
  OR "value" ~ '\{\{.*\}\}|\$\{.*\}|<%.*%>'
);--> statement-breakpoint
DELETE FROM "customer_identities" WHERE "kind" = 'phone'
  AND (replace("value", '+', '') ~ '^(\d)\1*$' OR strpos('01234567890', replace("value", '+', '')) > 0);--> statement-breakpoint
-- Only the first customer with a number had it as an identity.
INSERT INTO "customer_identities" ("organization_id", "kind", "value", "customer_id")
SELECT "organization_id", 'phone', "number", "id"
FROM (
  SELECT "organization_id", "id", regexp_replace(normalize("phone", NFKC), '[^0-9+]', '', 'g') AS "number"
  FROM "customers" WHERE "phone" IS NOT NULL AND "deleted_at" IS NULL AND "merged_into_id" IS NULL
) AS "numbered"
WHERE length("number") >= 5 AND replace("number", '+', '') !~ '^(\d)\1*$' AND strpos('01234567890', replace("number", '+', '')) = 0
ON CONFLICT DO NOTHING;
