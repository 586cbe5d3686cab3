-- What organizations want from their agents.
CREATE TABLE organizations (
  organization_id uuid PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  language text NOT NULL,
  timezone text NOT NULL,
  voice text NOT NULL,
  profile jsonb NOT NULL,  -- the definition as in the files, without numbers and patterns
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER touch BEFORE UPDATE ON organizations FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('organizations');

CREATE TABLE phone_numbers (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  number text NOT NULL,           -- as written
  dialled text NOT NULL UNIQUE,   -- lower case, without a leading '+': one owner each
  draft boolean NOT NULL DEFAULT false,  -- calls to it try the draft
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX phone_numbers_of ON phone_numbers (organization_id, number);
CREATE TRIGGER touch BEFORE UPDATE ON phone_numbers FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('phone_numbers');

CREATE TABLE trunks (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sip', 'twilio')),
  settings jsonb NOT NULL DEFAULT '{}',  -- no secrets
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, name)
);
CREATE TRIGGER touch BEFORE UPDATE ON trunks FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('trunks');

CREATE TABLE patterns (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  key text NOT NULL,
  position integer NOT NULL,      -- order within the definition
  active boolean NOT NULL,
  examples text[] NOT NULL,
  reply text NOT NULL,
  definition jsonb NOT NULL,      -- the pattern as in the files
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, key)
);
CREATE TRIGGER touch BEFORE UPDATE ON patterns FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('patterns');

-- A whole definition that is served on numbers of its own until it is published or dropped.
CREATE TABLE drafts (
  organization_id uuid PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
  definition jsonb NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER touch BEFORE UPDATE ON drafts FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('drafts');
