-- The application says what happened, not when: a time or id of its own choosing would put an entry among earlier ones. The owner restores
-- backups, with the times that they have.
CREATE FUNCTION audit_stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
		NEW.created_at := clock_timestamp();
		NEW.id := uuidv7();
	END IF;
	RETURN NEW;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION audit_stamp() FROM PUBLIC;--> statement-breakpoint
CREATE TRIGGER audit_log_stamp BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_stamp();
