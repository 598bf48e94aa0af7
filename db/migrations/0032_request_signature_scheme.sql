ALTER TABLE "incoming_requests" ADD COLUMN "signature_scheme" text DEFAULT 'replify' NOT NULL;--> statement-breakpoint
-- Of those before: what the first later change led away from, or what the webhook is set to.
WITH changes AS MATERIALIZED (
  SELECT organization_id, target_id, id, substring(changes from '"signatureScheme":\{"from":"([a-z_]+)"') AS scheme
  FROM audit_log WHERE target_type = 'incoming_webhook' AND changes LIKE '%"signatureScheme":{"from":"%'
)
UPDATE incoming_requests r SET signature_scheme = coalesce(
  (SELECT c.scheme FROM changes c
   WHERE c.organization_id = w.organization_id AND c.target_id = w.id::text AND c.id > r.id
   ORDER BY c.id LIMIT 1), w.signature_scheme)
FROM incoming_webhooks w
WHERE w.id = r.webhook_id
  AND (w.signature_scheme <> 'replify' OR EXISTS (SELECT 1 FROM changes c WHERE c.target_id = w.id::text));
