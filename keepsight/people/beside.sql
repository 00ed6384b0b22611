-- Which of these persons bears a surname, and which is on record at a postcode. Yes or no, of a surname and a postcode that the
-- one who asks must already know: nobody learns an address here. Of somebody with a protected address anywhere the answer is no.
CREATE FUNCTION people_beside(persons uuid[], asked_surname text, asked_postcode text)
RETURNS TABLE (person uuid, surname boolean, postcode boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT link.person_id,
    bool_or(EXISTS (
      SELECT 1 FROM people_description AS said WHERE said.record_id = link.record_id AND said.surname_words = asked_surname AND asked_surname <> ''
    )),
    bool_or(EXISTS (
      SELECT 1 FROM people_address AS home
      WHERE home.record_id = link.record_id AND asked_postcode <> ''
        AND upper(regexp_replace(home.postcode, '\s', '', 'g')) = upper(regexp_replace(asked_postcode, '\s', '', 'g'))
    )) AND NOT bool_or(EXISTS (
      SELECT 1 FROM people_description AS said WHERE said.record_id = link.record_id AND said.address_protected
      UNION ALL
      SELECT 1 FROM people_address AS home WHERE home.record_id = link.record_id AND home.protected
    ))
  FROM people_link AS link
  WHERE link.person_id = ANY (persons) AND link.ended_at IS NULL
  GROUP BY link.person_id
$$;
REVOKE ALL ON FUNCTION people_beside(uuid[], text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_beside(uuid[], text, text) TO keepsight_app, keepsight_owner;
ALTER FUNCTION people_beside(uuid[], text, text) OWNER TO keepsight_asker;
