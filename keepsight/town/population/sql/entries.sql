-- What agencies wrote down of it: a row for each entry and each child it is about, a parent's once for the home.
CREATE OR REPLACE TEMP TABLE entry AS
WITH
happened AS (
  SELECT chain_key, shared_key, step, r, key, day FROM followed
  UNION ALL
  SELECT chain_key, shared_key, step, r, key, day FROM beside
),
made AS (
  SELECT begun.h, begun.n, begun.born, begun.ends_on, happened.chain_key, happened.shared_key, happened.key, happened.step,
         step.kind, step.about, step.in_census, step.is_timed, step.is_sourced, step.is_threaded, step.has_service, maker.sector,
         written_by(maker.sector, happened.day) AS day,
         CASE WHEN step.about = 'parent' THEN happened.key ELSE hash(xor(happened.key, happened.chain_key)) END AS entry_key,
         CASE maker.sector
           WHEN 'school' THEN CASE WHEN band_on(begun.born, happened.day) < 2 THEN 'primary-' || begun.h // getvariable('homes_a_school')
                                   ELSE 'secondary-' || begun.h // getvariable('homes_a_secondary') END
           WHEN 'gp' THEN 'surgery-' || begun.h // getvariable('homes_a_surgery')
           ELSE maker.sector
         END AS agency_word
  FROM happened
  JOIN begun ON begun.chain_key = happened.chain_key
  JOIN step ON step.step = happened.step
  JOIN maker ON maker.step = happened.step
    AND u(happened.shared_key, 'by') >= maker.least AND u(happened.shared_key, 'by') < maker.most
),
written AS (
  SELECT made.*, agency.agency, agency.as_at,
         day + CASE WHEN in_census THEN 0
                    WHEN u(key, 'late') < getvariable('very_late')
                      THEN any_of(u(key, 'days late'), getvariable('very_late_least'), getvariable('very_late_most'))
                    WHEN u(key, 'late') < getvariable('very_late') + getvariable('late')
                      THEN any_of(u(key, 'days late'), getvariable('late_least'), getvariable('late_most'))
                    ELSE 0 END AS recorded_on,
         CASE WHEN in_census OR is_timed THEN 'day'
              WHEN u(key, 'when') < getvariable('to_the_month') THEN 'month'
              WHEN u(key, 'when') < getvariable('to_the_month') + getvariable('in_doubt') THEN 'uncertain'
              WHEN u(key, 'when') < getvariable('to_the_month') + getvariable('in_doubt') + getvariable('no_day') THEN 'unknown'
              ELSE 'day' END AS precision
  FROM made
  JOIN agency ON agency.word = made.agency_word
  WHERE day <= ends_on AND day <= getvariable('until')
)
SELECT w.h, w.n, CASE w.about WHEN 'parent' THEN -1 - w.h ELSE w.n END AS whom, w.entry_key, w.chain_key, w.key, w.step, w.kind, w.about, w.in_census, w.is_threaded, w.agency, w.sector, w.day,
       CASE w.precision WHEN 'month' THEN date_trunc('month', w.day)::DATE WHEN 'unknown' THEN NULL ELSE w.day END AS day_from,
       CASE w.precision WHEN 'month' THEN last_day(w.day) WHEN 'unknown' THEN NULL ELSE w.day END AS day_to,
       w.precision,
       CASE WHEN w.is_timed THEN any_of(u(w.key, 'minute'), 6 * 60, 24 * 60 - 1) END AS minute, -- of the day
       w.recorded_on, way.way, service.service, source.code AS source, source.sector AS from_sector
FROM written AS w
JOIN way ON way.step = w.step AND u(w.key, 'says') >= way.least AND u(w.key, 'says') < way.most
LEFT JOIN service ON w.has_service AND service.sector = CASE w.kind WHEN 'emergency.attended' THEN 'emergency' ELSE w.sector END
  AND u(w.shared_key, 'service') >= service.least AND u(w.shared_key, 'service') < service.most
LEFT JOIN source ON w.is_sourced AND u(w.shared_key, 'source') >= source.least AND u(w.shared_key, 'source') < source.most
WHERE w.recorded_on <= w.as_at
QUALIFY w.about = 'child' OR row_number() OVER (PARTITION BY w.entry_key ORDER BY w.n) = 1;
