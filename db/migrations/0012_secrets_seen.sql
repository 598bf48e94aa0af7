ALTER TABLE "api_tokens" ADD COLUMN "secret_seen_by" integer;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD COLUMN "secret_seen_by" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "secret_seen_by" integer;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_secret_seen_by_users_id_fk" FOREIGN KEY ("secret_seen_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_webhooks" ADD CONSTRAINT "incoming_webhooks_secret_seen_by_users_id_fk" FOREIGN KEY ("secret_seen_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_secret_seen_by_users_id_fk" FOREIGN KEY ("secret_seen_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
-- The record knows who made the present secret, also of what has changed hands since.
UPDATE "api_tokens" t SET "secret_seen_by" = coalesce((
  SELECT coalesce(u.id, p.created_by) FROM audit_log a
  LEFT JOIN users u ON a.actor_type = 'user' AND u.id::text = a.actor_id
  LEFT JOIN api_tokens p ON a.actor_type = 'token' AND p.id::text = a.actor_id
  WHERE a.organization_id = t.organization_id AND a.target_type = 'token' AND a.target_id = t.id::text
    AND a.outcome = 'success' AND a.action IN ('token.created', 'token.rotated')
  ORDER BY a.id DESC LIMIT 1), t.created_by);--> statement-breakpoint
UPDATE "incoming_webhooks" t SET "secret_seen_by" = coalesce((
  SELECT coalesce(u.id, p.created_by) FROM audit_log a
  LEFT JOIN users u ON a.actor_type = 'user' AND u.id::text = a.actor_id
  LEFT JOIN api_tokens p ON a.actor_type = 'token' AND p.id::text = a.actor_id
  WHERE a.organization_id = t.organization_id AND a.target_type = 'incoming_webhook' AND a.target_id = t.id::text
    AND a.outcome = 'success' AND a.action IN ('incoming_webhook.created', 'incoming_webhook.secret_rotated')
  ORDER BY a.id DESC LIMIT 1), t.created_by);--> statement-breakpoint
UPDATE "subscriptions" t SET "secret_seen_by" = coalesce((
  SELECT coalesce(u.id, p.created_by) FROM audit_log a
  LEFT JOIN users u ON a.actor_type = 'user' AND u.id::text = a.actor_id
  LEFT JOIN api_tokens p ON a.actor_type = 'token' AND p.id::text = a.actor_id
  WHERE a.organization_id = t.organization_id AND a.target_type = 'subscription' AND a.target_id = t.id::text
    AND a.outcome = 'success' AND a.action IN ('subscription.created')
  ORDER BY a.id DESC LIMIT 1), t.created_by);
