-- What the router learns from layer 2 and how its answers fare. Patterns that it makes are rows of `patterns` as any
-- other; what is here tells where they come from and how well they do, and lets an operator undo them.

-- Answers of layer 2 that may become patterns, one a question.
CREATE TABLE answer_candidates (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  question text NOT NULL,              -- normalised
  answer text NOT NULL,
  confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  sightings integer NOT NULL DEFAULT 1,
  state text NOT NULL DEFAULT 'seen' CHECK (state IN ('seen', 'approved', 'learned', 'refused')),
  reason text NOT NULL DEFAULT '',     -- why it is refused, or what became of it
  pattern_key text,                    -- once it is learned
  provenance jsonb NOT NULL DEFAULT '{}',  -- calls, model, ratings
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, question)
);
CREATE INDEX answer_candidates_newest ON answer_candidates (organization_id, state, updated_at DESC);
CREATE TRIGGER touch BEFORE UPDATE ON answer_candidates FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('answer_candidates');

-- Questions that layer 2 had no answer for, or answered for one caller alone: they widen the margin. Bounded by whoever writes.
CREATE TABLE mined_negatives (
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  question text NOT NULL,              -- normalised
  seen integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, question)
);
CREATE TRIGGER touch BEFORE UPDATE ON mined_negatives FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('mined_negatives');

-- How one pattern does. A row appears with the first use.
CREATE TABLE pattern_health (
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  pattern_key text NOT NULL,
  learned boolean NOT NULL DEFAULT false,  -- made by the router; by hand otherwise
  uses bigint NOT NULL DEFAULT 0,          -- answers given from memory
  audits integer NOT NULL DEFAULT 0,
  audits_right integer NOT NULL DEFAULT 0,
  repeats integer NOT NULL DEFAULT 0,      -- callers who asked the same again right after
  corrections integer NOT NULL DEFAULT 0,  -- … who said that it was not what they meant
  people integer NOT NULL DEFAULT 0,       -- … who asked for a person
  thumbs_up integer NOT NULL DEFAULT 0,
  thumbs_down integer NOT NULL DEFAULT 0,
  confidence double precision NOT NULL DEFAULT 1,
  success_rate double precision NOT NULL DEFAULT 1,
  extra_margin double precision NOT NULL DEFAULT 0,
  switched_off_at timestamptz,
  switched_off_why text NOT NULL DEFAULT '',
  provenance jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, pattern_key)
);
CREATE TRIGGER touch BEFORE UPDATE ON pattern_health FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('pattern_health');

-- Questions that a pattern answered by meaning: audited ones, and those that nobody objected to. Layer 1b learns them as
-- further examples; the definition stays as people wrote it. Bounded by whoever writes.
CREATE TABLE answered_questions (
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  question text NOT NULL,              -- normalised
  pattern_key text NOT NULL,
  weight double precision NOT NULL DEFAULT 0 CHECK (weight >= 0),  -- questions it stands for when thresholds are measured; 0: not audited
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, question)
);
CREATE TRIGGER touch BEFORE UPDATE ON answered_questions FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('answered_questions');

-- Answers from memory that layer 2 was asked about as well, afterwards.
CREATE TABLE pattern_audits (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  pattern_key text NOT NULL,
  call_id uuid NOT NULL,
  turn integer NOT NULL,
  question text NOT NULL,
  said text NOT NULL,
  model_said text NOT NULL,
  agrees boolean NOT NULL,
  cost_usd double precision NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pattern_audits_newest ON pattern_audits (organization_id, created_at DESC);
CREATE TRIGGER touch BEFORE UPDATE ON pattern_audits FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('pattern_audits');
