-- What organizations have written down, in pieces that answer a question each. Imported by source: the pieces of one
-- document are replaced together.
CREATE TABLE knowledge (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  source text NOT NULL,              -- a document's name
  position integer NOT NULL,         -- within it
  title text NOT NULL,
  body text NOT NULL,                -- plain words
  words tsvector NOT NULL GENERATED ALWAYS AS
    (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX knowledge_of ON knowledge (organization_id, source, position);
CREATE INDEX knowledge_by_words ON knowledge USING gin (organization_id, words);
CREATE INDEX knowledge_by_trigrams ON knowledge USING gin (organization_id, ((title || ' ' || body)) gin_trgm_ops);
CREATE TRIGGER touch BEFORE UPDATE ON knowledge FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('knowledge');

-- Raised by every change of an organization's knowledge: what nodes have in memory of it belongs to one version.
CREATE TABLE knowledge_versions (
  organization_id uuid PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER touch BEFORE UPDATE ON knowledge_versions FOR EACH ROW EXECUTE FUNCTION parley_touch();
CALL parley_close('knowledge_versions');

-- Neither @@ nor trigrams are leakproof, hence no index of theirs is used behind row-level security: as parley_search,
-- this runs as the owner, within the tenant, and names ids and ranks alone.
DO $body$
BEGIN
  EXECUTE format('CREATE POLICY search ON knowledge FOR SELECT TO %I USING (parley_searching())', current_user);
END
$body$;

-- The `most` pieces that share words with the question, and the `most` that look like it. `asked`: the question's words
-- in the dictionary's form; `matched`: those of them that the piece holds.
CREATE FUNCTION parley_knowledge_search(question text, most integer)
RETURNS TABLE (piece uuid, rank real, likeness real, matched text[]) ROWS 50
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.35
AS $body$
DECLARE
  tenant uuid := parley_tenant();
  asked text[] := tsvector_to_array(to_tsvector('english', question));
  -- As people search, with quotes and "or", but any of the words will do; words are quoted, so that none is an operator.
  wanted tsquery := (SELECT string_agg('''' || replace(replace(w, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
                     FROM unnest(asked) w);
BEGIN
  PERFORM set_config('parley.searching', 'on', true);
  RETURN QUERY EXECUTE $sql$
    WITH by_words AS MATERIALIZED (
      SELECT k.id FROM knowledge k WHERE k.organization_id = $1 AND k.words @@ $2
      ORDER BY ts_rank_cd(k.words, $2, 1) DESC, k.id LIMIT $4),
    by_looks AS MATERIALIZED (
      SELECT k.id FROM knowledge k WHERE k.organization_id = $1 AND $3 <% (k.title || ' ' || k.body)
      ORDER BY word_similarity($3, k.title || ' ' || k.body) DESC, k.id LIMIT $4)
    SELECT k.id, coalesce(ts_rank_cd(k.words, $2, 1), 0)::real,
           greatest(word_similarity($3, k.title), word_similarity($3, k.body))::real,
           ARRAY(SELECT unnest($5) INTERSECT SELECT unnest(tsvector_to_array(k.words)))
    FROM knowledge k WHERE k.organization_id = $1 AND k.id IN (SELECT id FROM by_words UNION SELECT id FROM by_looks)
  $sql$ USING tenant, wanted, question, most, asked;
  PERFORM set_config('parley.searching', 'off', true);
END
$body$;
