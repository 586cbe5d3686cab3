-- Who may do what, and what was done. Rows without an organization belong to the installation, which enters as '*'.
CREATE FUNCTION parley_installation() RETURNS boolean LANGUAGE sql STABLE AS
  $body$ SELECT current_setting('parley.organization', true) = '*' $body$;

-- parley_close for tables that hold rows of the installation too; `what`: ALL, or SELECT or INSERT alone.
CREATE PROCEDURE parley_close_shared(target regclass, what text) LANGUAGE plpgsql AS $body$
DECLARE
  own text := $own$organization_id = (SELECT t.id FROM public.tenants t
      WHERE t.key = nullif(current_setting('parley.organization', true), ''))
    OR (organization_id IS NULL AND (SELECT parley_installation()))$own$;
  seen text := format('USING (%s)', own);
  written text := format('WITH CHECK (%s)', own);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY %I ON %s FOR %s %s', 'tenant_' || lower(what), target, what,
                 CASE what WHEN 'SELECT' THEN seen WHEN 'INSERT' THEN written ELSE seen || written END);
END
$body$;

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  organization_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  scopes text[] NOT NULL,
  secret_sha256 text NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX api_keys_of ON api_keys (organization_id, id);
CREATE TRIGGER touch BEFORE UPDATE ON api_keys FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close_shared('api_keys', 'ALL');
-- Whoever presents a key may see that one row before it is known whose it is.
CREATE POLICY presented ON api_keys FOR SELECT
  USING (id::text = nullif(current_setting('parley.key', true), ''));

-- People of the console. Their passwords are argon2id hashes.
CREATE TABLE users (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text,
  scopes text[] NOT NULL DEFAULT '{}',
  disabled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, email)
);
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('users');

-- Append-only: the serving role is given INSERT and SELECT here and nothing else, and there is no policy by which even
-- the owner could change or delete. When an organization goes, its entries pass to the installation (a foreign key
-- works beneath policies), and tenant_key still tells whose they were.
CREATE TABLE audit_log (
  id uuid PRIMARY KEY,
  organization_id uuid REFERENCES tenants (id) ON DELETE SET NULL,
  tenant_key text NOT NULL DEFAULT coalesce(current_setting('parley.organization', true), ''),
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  request_id text NOT NULL,
  action text NOT NULL,
  object text NOT NULL,
  before jsonb,
  after jsonb
);
CREATE INDEX audit_newest ON audit_log (organization_id, id DESC);
CALL parley_close_shared('audit_log', 'SELECT');
CALL parley_close_shared('audit_log', 'INSERT');

CREATE TABLE settings (
  id uuid PRIMARY KEY,
  organization_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  value jsonb NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (organization_id, name)
);
CREATE TRIGGER touch BEFORE UPDATE ON settings FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close_shared('settings', 'ALL');

-- What others are to be told (webhooks, later): written in the transaction of what happened, sent afterwards.
CREATE TABLE outbox (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  topic text NOT NULL,
  payload jsonb NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_due ON outbox (organization_id, due_at) WHERE sent_at IS NULL;
CREATE TRIGGER touch BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('outbox');

-- Answers to requests with an Idempotency-Key, for 24 hours.
CREATE TABLE remembered_answers (
  actor text NOT NULL,
  key text NOT NULL,
  organization_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
  request_sha256 text NOT NULL,
  status integer,  -- NULL: the request is running
  headers jsonb,
  body text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- With the organization: what another one's request left is neither seen nor in the way.
  UNIQUE NULLS NOT DISTINCT (organization_id, actor, key)
);
CREATE INDEX remembered_answers_old ON remembered_answers (organization_id, created_at);
CREATE TRIGGER touch BEFORE UPDATE ON remembered_answers FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close_shared('remembered_answers', 'ALL');
