-- What happened on the telephone. Written behind the calls, again and again the same: every write is idempotent.
CREATE TABLE calls (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  caller text NOT NULL,
  called text NOT NULL,
  transport text NOT NULL,
  node text NOT NULL,
  started_at timestamptz NOT NULL,
  answered_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  recording_path text,
  greeting jsonb,
  turn_count integer NOT NULL DEFAULT 0,
  transcript_erased_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
-- Lists are newest first and go on after (started_at, id).
CREATE INDEX calls_newest ON calls (organization_id, started_at DESC, id DESC);
CREATE INDEX calls_live ON calls (organization_id, node) WHERE ended_at IS NULL;
CREATE INDEX calls_by_reason ON calls (organization_id, end_reason, started_at DESC, id DESC);
CREATE INDEX calls_by_number ON calls USING gin (organization_id, (caller || ' ' || called) gin_trgm_ops);
CREATE TRIGGER touch BEFORE UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('calls');

CREATE TABLE turns (
  call_id uuid NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
  number integer NOT NULL,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  caller_text text,
  reply_text text,
  caller jsonb,
  decision jsonb,
  reply jsonb,
  timings jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (call_id, number)
);
CREATE INDEX turns_by_words ON turns
  USING gin (organization_id, (coalesce(caller_text, '') || ' ' || coalesce(reply_text, '')) gin_trgm_ops);
CREATE TRIGGER touch BEFORE UPDATE ON turns FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('turns');

CREATE TABLE callbacks (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  call_id uuid NOT NULL,  -- may be written before the call is
  number text NOT NULL,
  heard text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'cancelled')),
  asked_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX callbacks_newest ON callbacks (organization_id, id DESC);
CREATE INDEX callbacks_open ON callbacks (organization_id, id DESC) WHERE state = 'open';
CREATE INDEX callbacks_of_call ON callbacks (organization_id, call_id);
CREATE TRIGGER touch BEFORE UPDATE ON callbacks FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('callbacks');

-- Calls that were erased: a record that is still on its way to the database finds its call here and goes no further.
CREATE TABLE erased_calls (
  call_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now()
);
CALL parley_close('erased_calls');
