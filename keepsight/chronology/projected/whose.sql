-- Where entries come from ($1, as the log has it), and what that means by the settings of today: as chronology_columns says.
SELECT said.whose, said.said_from, said.said_by, said.said_service,
       CASE
         WHEN said.said_from IS NULL THEN said.said_by
         WHEN access_called(said.said_from) IN ('family', 'public', 'other', 'unknown') THEN NULL
         ELSE COALESCE(sender.code, access_called(said.said_from))
       END AS agency,
       COALESCE(said.said_service, said.said_by) AS service, holder.sector
FROM jsonb_to_recordset($1::text::jsonb) AS said (whose integer, said_from text, said_by text, said_service text)
JOIN access_agency AS holder ON holder.code = said.said_by
LEFT JOIN access_agency_called AS sender ON sender.said = access_called(said.said_from)
