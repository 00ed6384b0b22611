-- The second hand that says which pairs of records somebody may judge, and whose descriptions are opened for it.

CALL keepsight_only_added_to('people_opinion');
CALL keepsight_only_added_to('people_told');

-- Of these persons, those of whom somebody who judges may read who they are: whom they see anyway; for a steward, who sees no
-- child, everybody but children whose level keeps them out, and family.
CREATE FUNCTION people_may_judge(persons uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT one FROM unnest(persons) AS one
  WHERE access_sees_everything()
     OR (access_sight() ->> 'role' IN ('hub_coordinator', 'agency_lead') AND people_sees(one))
     OR (access_sight() ->> 'role' = 'data_steward' AND one <> ALL ((SELECT people_hidden_once())::uuid[])
         AND one NOT IN (SELECT people_ids('restricted')))
$$;

-- Of these questions (NULL: of those that wait), the first `most` in the order in which they were asked whose two records may both
-- be read. Who they are is opened, and with them whoever stands in the household of one and is not kept from whoever asks.
CREATE FUNCTION people_open_pairs(asked uuid[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  may uuid[];
  found uuid[];
  theirs uuid[];
  home uuid[];
BEGIN
  may := ARRAY (SELECT people_may_judge(ARRAY (
    SELECT DISTINCT link.person_id
    FROM people_question AS question
    JOIN people_link AS link ON link.record_id IN (question.record_a_id, question.record_b_id) AND link.ended_at IS NULL
    WHERE question.id = ANY (asked) OR (asked IS NULL AND question.answered_at IS NULL)
  )));
  found := ARRAY (
    SELECT question.id
    FROM people_question AS question
    JOIN people_link AS a ON a.record_id = question.record_a_id AND a.ended_at IS NULL AND a.person_id = ANY (may)
    JOIN people_link AS b ON b.record_id = question.record_b_id AND b.ended_at IS NULL AND b.person_id = ANY (may)
    WHERE question.id = ANY (asked) OR (asked IS NULL AND question.answered_at IS NULL)
    ORDER BY question.asked_at, question.id
    LIMIT most
  );
  theirs := ARRAY (
    SELECT DISTINCT link.person_id
    FROM people_question AS question
    JOIN people_link AS link ON link.record_id IN (question.record_a_id, question.record_b_id) AND link.ended_at IS NULL
    WHERE question.id = ANY (found)
  );
  home := ARRAY (SELECT DISTINCT beside.person_id FROM people_household AS beside WHERE beside.child_id = ANY (theirs));
  PERFORM set_config('keepsight.beside', ARRAY (
    SELECT unnest(theirs)
    UNION
    SELECT one FROM unnest(home) AS one
    WHERE one <> ALL ((SELECT people_hidden_once())::uuid[])
      AND (one NOT IN (SELECT people_ids('restricted')) OR one IN (SELECT people_may_judge(home)))
  )::text, true);
  RETURN QUERY SELECT unnest(found);
END
$$;

DO $$
DECLARE
  ours text;
BEGIN
  FOREACH ours IN ARRAY ARRAY['people_may_judge(uuid[])', 'people_open_pairs(uuid[], integer)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO keepsight_asker', ours);
    CALL keepsight_for_the_app(ours);
  END LOOP;
END
$$;

-- What a judge said is for whoever may read both records, while they are open; what is asked of an agency is for its lead too, who
-- may read the one that is theirs.
CREATE POLICY seen ON people_opinion FOR SELECT USING (
  (SELECT access_sees_everything())
  OR (
    agency_id = (SELECT access_sight() ->> 'agency') AND (SELECT access_sight() ->> 'role') = 'agency_lead'
    AND EXISTS (
      SELECT 1 FROM people_question AS question
      JOIN people_record AS theirs ON theirs.id IN (question.record_a_id, question.record_b_id)
      WHERE question.id = question_id AND theirs.agency_code = agency_id
    )
  )
  OR EXISTS (
    SELECT 1 FROM people_question AS question
    JOIN people_record AS a ON a.id = question.record_a_id
    JOIN people_record AS b ON b.id = question.record_b_id
    WHERE question.id = question_id
  )
);
CREATE POLICY seen ON people_told FOR SELECT USING (
  (SELECT access_sees_everything()) OR opinion_id IN (SELECT id FROM people_opinion)
);

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['people_opinion', 'people_told'] LOOP
    EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK ((SELECT access_sees_everything()))', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', kept);
  END LOOP;
END
$$;
