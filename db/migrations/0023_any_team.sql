-- An empty list of teams meant the teams of the subscription's creator. From now on it means any team, so what it stood for is written down.
UPDATE "subscriptions" s SET "team_ids" = (
	SELECT coalesce(array_agg(t."id" ORDER BY t."id"), '{}') FROM "team_members" m JOIN "teams" t ON t."id" = m."team_id"
	WHERE m."user_id" = s."created_by" AND t."organization_id" = s."organization_id")
WHERE s."subscription_level" = 'team' AND s."team_ids" = '{}';--> statement-breakpoint
-- A creator without a team got nothing. No team has the id 0, so that nothing is held for it either until somebody has decided.
UPDATE "subscriptions" SET "team_ids" = '{0}', "status" = 'paused', "status_changed_at" = now(),
	"status_reason" = 'It lists no team and its creator is in none, so it got nothing. Without a team it would now get the events of any team: choose its teams, or none, in its settings, and resume it.'
WHERE "subscription_level" = 'team' AND "team_ids" = '{}' AND "deleted_at" IS NULL;
