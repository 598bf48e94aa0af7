CREATE TABLE "ticket_readers" (
	"ticket_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"read_up_to_id" uuid NOT NULL,
	CONSTRAINT "ticket_readers_ticket_id_account_id_pk" PRIMARY KEY("ticket_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "customer_links" DROP CONSTRAINT "customer_links_purpose";--> statement-breakpoint
ALTER TABLE "tickets" DROP CONSTRAINT "tickets_source";--> statement-breakpoint
ALTER TABLE "ticket_readers" ADD CONSTRAINT "ticket_readers_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_readers" ADD CONSTRAINT "ticket_readers_account_id_customer_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."customer_accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ticket_readers_account" ON "ticket_readers" USING btree ("account_id");--> statement-breakpoint
ALTER TABLE "customer_links" ADD CONSTRAINT "customer_links_purpose" CHECK ("customer_links"."purpose" in ('verify_email', 'reset_password', 'invitation', 'sign_in'));--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_source" CHECK ("tickets"."source" in ('manual', 'api', 'incoming_webhook', 'chat', 'troubleshooter', 'account'));