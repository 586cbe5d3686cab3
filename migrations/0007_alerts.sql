-- What operators are to look at. Rows without an organization belong to the installation, which enters as '*'.
CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  organization_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
  kind text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved')),
  subject text NOT NULL DEFAULT '',         -- pattern, provider or instance; empty: the organization itself
  detail text NOT NULL,
  value double precision,
  threshold double precision,
  opened_at timestamptz NOT NULL,
  resolved_at timestamptz,
  resolved_by text NOT NULL DEFAULT '',
  last_notified_at timestamptz,
  notified_state text NOT NULL DEFAULT '',  -- what the webhook was told last
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX alerts_open ON alerts (organization_id, kind, subject) NULLS NOT DISTINCT WHERE state = 'open';
CREATE INDEX alerts_newest ON alerts (organization_id, id DESC);
CREATE INDEX alerts_untold ON alerts (organization_id) WHERE state <> notified_state;
CREATE TRIGGER touch BEFORE UPDATE ON alerts FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close_shared('alerts', 'ALL');

-- Lists of candidates are newest first.
CREATE INDEX answer_candidates_by_id ON answer_candidates (organization_id, id DESC);
