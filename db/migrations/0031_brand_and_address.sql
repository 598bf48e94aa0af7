ALTER TABLE "customer_links" DROP CONSTRAINT "customer_links_purpose";--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "brand_color" text;--> statement-breakpoint
ALTER TABLE "customer_links" ADD CONSTRAINT "customer_links_purpose" CHECK ("customer_links"."purpose" in ('verify_email', 'reset_password', 'invitation', 'sign_in', 'change_email'));--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_brand_color" CHECK ("organizations"."brand_color" ~ '^#[0-9a-f]{6}$');