-- Whether one child is in sight, asked of that child alone: whoever reads what their agency holds may see thousands, and a page that
-- listed them all to find one of them took longer the larger the agency was.
SET LOCAL ROLE keepsight_asker;
CREATE OR REPLACE FUNCTION people_sees(child uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT access_sees_everything()
      OR (
        child <> ALL (people_hidden_once())
        AND (
          access_sight() ->> 'reach' = 'all'
          OR child IN (SELECT people_ids('children'))
          OR (
            access_sight() ->> 'reach' = 'agency'
            AND EXISTS (
              SELECT 1
              FROM people_link AS link
              JOIN people_record AS record ON record.id = link.record_id
              WHERE link.person_id = child AND link.ended_at IS NULL AND record.agency_code = access_sight() ->> 'agency'
            )
          )
        )
      )
$$;
SET LOCAL ROLE keepsight_owner;
