-- What the vectors of lessons cost an organization a day, UTC; those of live questions stand in the decisions of turns.
CREATE TABLE embedding_costs (
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  day date NOT NULL,
  cost_usd double precision NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, day)
);
CREATE TRIGGER touch BEFORE UPDATE ON embedding_costs FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('embedding_costs');
