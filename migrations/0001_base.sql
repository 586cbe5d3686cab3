-- Extensions that later steps build indices with, and what every table shares.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE FUNCTION parley_touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END
$body$;

-- Which organizations there are and how often each has changed: what a node needs before it may enter any of them.
-- No row-level security, hence nothing of an organization but its key and that number.
CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER touch BEFORE UPDATE ON tenants FOR EACH ROW EXECUTE FUNCTION parley_touch();

-- The organization whose rows are seen: set for a transaction by parley.organization, nobody's when it is not set.
CREATE FUNCTION parley_tenant() RETURNS uuid LANGUAGE sql STABLE AS
  $body$ SELECT id FROM tenants WHERE key = nullif(current_setting('parley.organization', true), '') $body$;

-- Every table with an organization_id is closed by this: FORCE, so that not even its owner sees other rows.
CREATE PROCEDURE parley_close(target regclass) LANGUAGE plpgsql AS $body$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant ON %s USING (organization_id = (SELECT parley_tenant()))'
                 ' WITH CHECK (organization_id = (SELECT parley_tenant()))', target);
END
$body$;
