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
  recording_erased_at timestamptz,   -- by retention: what is written behind the call does not bring it back
  transcript_erased_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
-- Lists are newest first and go on after (started_at, id).
CREATE INDEX calls_newest ON calls (organization_id, started_at DESC, id DESC);
CREATE INDEX calls_live ON calls (organization_id, node) WHERE ended_at IS NULL;
CREATE INDEX calls_by_reason ON calls (organization_id, end_reason, started_at DESC, id DESC);
-- "C": without case for ASCII alone, as in memory.
CREATE INDEX calls_by_number ON calls
  USING gin (organization_id, ((caller || ' ' || called) COLLATE "C") gin_trgm_ops)
  WITH (gin_pending_list_limit = 256);  -- KiB; searched one by one
CREATE INDEX calls_with_transcript ON calls (organization_id, ended_at) WHERE transcript_erased_at IS NULL;
CREATE INDEX calls_with_recording ON calls (organization_id, node, ended_at) WHERE recording_path IS NOT NULL;
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
  USING gin (organization_id, ((coalesce(caller_text, '') || ' ' || coalesce(reply_text, '')) COLLATE "C") gin_trgm_ops)
  WITH (gin_pending_list_limit = 256);
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

-- Calls and callbacks that were erased: a record that is still on its way to the database goes no further.
CREATE TABLE erased_calls (
  call_id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  node text,            -- has the recording on its disk, as long as
  recording_path text,  -- this is not NULL
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX erased_calls_newest ON erased_calls (organization_id, created_at);
CALL parley_close('erased_calls');

-- Callers who were erased, without their numbers: what another node has not written yet of a call before that moment
-- goes no further.
CREATE TABLE erased_callers (
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  number_sha256 text NOT NULL,  -- of the organization's id and the number without a leading plus
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, number_sha256)
);
CALL parley_close('erased_callers');
CREATE FUNCTION parley_number_sha256(tenant uuid, number text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $body$ SELECT encode(sha256(convert_to(tenant::text || ltrim(number, '+'), 'UTF8')), 'hex') $body$;

-- Search by part of a number or of what was said. ILIKE is not leakproof, hence never uses an index behind row-level
-- security: parley_search runs as the owner and looks through the policy `search`, which is open while it runs and for
-- the owner alone. It names ids of the tenant's calls and nothing else; who called it reads the rows under the policy
-- `tenant`.
-- IMMUTABLE although it is not: so it is decided when a statement is planned, and the planner sees no condition at all.
-- The statements that see it true are never kept (EXECUTE).
CREATE FUNCTION parley_searching() RETURNS boolean LANGUAGE sql IMMUTABLE AS
  $body$ SELECT coalesce(current_setting('parley.searching', true) = 'on', false) $body$;
DO $body$
BEGIN
  EXECUTE format('CREATE POLICY search ON calls FOR SELECT TO %I USING (parley_searching())', current_user);
  EXECUTE format('CREATE POLICY search ON turns FOR SELECT TO %I USING (parley_searching())', current_user);
END
$body$;

-- Ids of the newest `most` calls before (before_at, before_id) and not before `since`. `said` and `number` are patterns
-- of ILIKE, one of them may be NULL. What is frequent is found by walking through the newest calls, what is rare by its
-- trigrams; the walk goes on as long as it is expected to be the shorter way (docs/queries.md).
CREATE FUNCTION parley_search(said text, number text, since timestamptz, before_at timestamptz, before_id uuid,
                              reason text, live boolean, most integer)
RETURNS TABLE (call_id uuid) ROWS 50 LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
  tenant uuid := parley_tenant();
  stride integer := 500;
  rare double precision;  -- share of calls below which trigrams are the shorter way
  walked integer := 0;
  seen integer;
  part uuid[];
  found uuid[] := '{}';
  at_time timestamptz := before_at;
  at_id uuid := before_id;
BEGIN
  PERFORM set_config('parley.searching', 'on', true);
  SELECT sqrt(64 / greatest(reltuples, 1000)) INTO rare FROM pg_class WHERE oid = 'calls'::regclass;
  LOOP
    EXECUTE $sql$
      SELECT count(*), array_agg(w.id ORDER BY w.started_at DESC, w.id DESC) FILTER (WHERE w.wanted),
             min(w.started_at), (array_agg(w.id ORDER BY w.started_at, w.id))[1]
      FROM (SELECT c.id, c.started_at,
                   ($3 IS NULL OR c.caller ILIKE $3 COLLATE "C" OR c.called ILIKE $3 COLLATE "C")
                   AND ($7 IS NULL OR c.end_reason = $7) AND (NOT $8 OR c.ended_at IS NULL)
                   -- Not EXISTS: that is hashed, with every turn there is.
                   AND ($2 IS NULL OR (SELECT bool_or(coalesce(t.caller_text ILIKE $2 COLLATE "C", false)
                                                      OR coalesce(t.reply_text ILIKE $2 COLLATE "C", false))
                                       FROM turns t WHERE t.call_id = c.id)) AS wanted
            FROM calls c
            WHERE c.organization_id = $1 AND (c.started_at, c.id) < ($5, $6) AND c.started_at >= $4
            ORDER BY c.started_at DESC, c.id DESC LIMIT $9) w $sql$
      INTO seen, part, at_time, at_id
      USING tenant, said, number, since, at_time, at_id, reason, live, stride;
    walked := walked + seen;
    found := found || coalesce(part, '{}');
    EXIT WHEN cardinality(found) >= most OR seen < stride OR cardinality(found) < rare * walked;
  END LOOP;
  IF cardinality(found) < most AND seen = stride THEN
    IF said IS NULL THEN
      EXECUTE $sql$
        WITH hits AS MATERIALIZED (
          SELECT id, started_at FROM calls
          WHERE organization_id = $1 AND ((caller || ' ' || called) COLLATE "C") ILIKE $2
            AND (caller ILIKE $2 COLLATE "C" OR called ILIKE $2 COLLATE "C")
            AND (started_at, id) < ($4, $5) AND started_at >= $3
            AND ($6 IS NULL OR end_reason = $6) AND (NOT $7 OR ended_at IS NULL))
        SELECT array_agg(id ORDER BY started_at DESC, id DESC)
        FROM (SELECT id, started_at FROM hits ORDER BY started_at DESC, id DESC LIMIT $8) h $sql$
        INTO found USING tenant, number, since, before_at, before_id, reason, live, most;
    ELSE
      EXECUTE $sql$
        WITH hits AS MATERIALIZED (
          SELECT DISTINCT t.call_id FROM turns t
          WHERE t.organization_id = $1
            AND ((coalesce(t.caller_text, '') || ' ' || coalesce(t.reply_text, '')) COLLATE "C") ILIKE $2
            AND (t.caller_text ILIKE $2 COLLATE "C" OR t.reply_text ILIKE $2 COLLATE "C"))
        SELECT array_agg(id ORDER BY started_at DESC, id DESC)
        FROM (SELECT c.id, c.started_at FROM hits JOIN calls c ON c.id = hits.call_id
              WHERE c.organization_id = $1 AND (c.started_at, c.id) < ($5, $6) AND c.started_at >= $4
                AND ($7 IS NULL OR c.end_reason = $7) AND (NOT $8 OR c.ended_at IS NULL)
                AND ($3 IS NULL OR c.caller ILIKE $3 COLLATE "C" OR c.called ILIKE $3 COLLATE "C")
              ORDER BY c.started_at DESC, c.id DESC LIMIT $9) h $sql$
        INTO found USING tenant, said, number, since, before_at, before_id, reason, live, most;
    END IF;
  END IF;
  PERFORM set_config('parley.searching', 'off', true);
  RETURN QUERY SELECT * FROM unnest(found) LIMIT most;
END
$body$;
