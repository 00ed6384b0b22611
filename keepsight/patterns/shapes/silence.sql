-- silence: while this is open, nothing of that for so long.
--
-- Each time the child is heard, where a sheet asks for that, covers the window that follows, and so does the opening itself. It is silent on a day on
-- which something is open and no cover reaches. Inexact days cover only what they cover whichever day it was. Silence is
-- claimed only where the feeds told every day of the window that ran out.
WITH
-- What is open at the end of each day, for the child: one plan ending while another runs changes nothing.
open_step AS (
    SELECT pattern, child, day, SUM(change) AS change
    FROM (
        SELECT spell.pattern, spell.child, spell.opened_on AS day, 1 AS change
        FROM spell
        JOIN silence_sheet ON silence_sheet.pattern = spell.pattern
        WHERE spell.closed_on IS NULL OR spell.closed_on > spell.opened_on
        UNION ALL
        SELECT spell.pattern, spell.child, spell.closed_on AS day, -1 AS change
        FROM spell
        JOIN silence_sheet ON silence_sheet.pattern = spell.pattern
        WHERE spell.closed_on > spell.opened_on
    ) AS either
    GROUP BY pattern, child, day
),

open_level AS (
    SELECT
        pattern,
        child,
        day,
        change,
        SUM(change) OVER (
            PARTITION BY pattern, child ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS standing
    FROM open_step
),

-- What sets the clock going: the child heard, or involvement beginning where nothing was open the day before.
-- What came before an opening needs no leaving out: its cover never outlasts that of the opening.
reset AS (
    SELECT part.pattern, hit.child, hit.entry, 'heard' AS part, hit.recorded_on, hit.day_from, hit.day_to
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    WHERE part.part = 'heard'
    UNION ALL
    SELECT
        spell.pattern,
        spell.child,
        spell.entry,
        'opened' AS part,
        spell.recorded_on,
        spell.opened_on AS day_from,
        spell.opened_on AS day_to
    FROM spell
    JOIN open_level
        ON open_level.pattern = spell.pattern
        AND open_level.child = spell.child
        AND open_level.day = spell.opened_on
        AND open_level.standing = open_level.change
    JOIN silence_sheet ON silence_sheet.pattern = spell.pattern
    WHERE spell.closed_on IS NULL OR spell.closed_on > spell.opened_on
),

cover AS (
    SELECT
        reset.pattern,
        reset.child,
        reset.entry,
        reset.part,
        reset.recorded_on,
        reset.day_from,
        reset.day_to,
        clock.gone_on
    FROM reset
    JOIN silence_sheet ON silence_sheet.pattern = reset.pattern
    LEFT JOIN clock
        ON clock.clock_window = silence_sheet.clock_window
        AND clock.day = reset.day_from
),

-- One row a day on which anything opens, closes, or is covered or uncovered; days still to come are not asked about.
step AS (
    SELECT
        either.pattern,
        either.child,
        either.day,
        CAST(SUM(either.opens) AS INTEGER) AS opens,
        CAST(SUM(either.covers) AS INTEGER) AS covers
    FROM (
        SELECT pattern, child, day, change AS opens, 0 AS covers
        FROM open_step
        UNION ALL
        SELECT pattern, child, day_to AS day, 0 AS opens, 1 AS covers
        FROM cover
        WHERE gone_on > day_to
        UNION ALL
        SELECT pattern, child, gone_on AS day, 0 AS opens, -1 AS covers
        FROM cover
        WHERE gone_on > day_to
    ) AS either
    CROSS JOIN as_of
    WHERE either.day <= as_of.as_of
    GROUP BY either.pattern, either.child, either.day
),

-- What stands open and what is covered, at the end of the day and of the one before.
level AS (
    SELECT
        pattern,
        child,
        day,
        SUM(opens) OVER sofar AS standing,
        SUM(covers) OVER sofar AS covering,
        SUM(opens) OVER before AS stood,
        SUM(covers) OVER before AS covered
    FROM step
    WINDOW sofar AS (
        PARTITION BY pattern, child ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ),
    before AS (
        PARTITION BY pattern, child ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),

verdict AS (
    SELECT
        pattern,
        child,
        day,
        CASE WHEN standing > 0 AND covering = 0 THEN 1 ELSE 0 END AS holds,
        CASE WHEN stood > 0 AND covered = 0 THEN 1 ELSE 0 END AS held
    FROM level
),

-- Only the days on which the answer turns: each silence lasts from its turn to the next.
turn AS (
    SELECT
        pattern,
        child,
        holds,
        day AS silent_on,
        LEAD(day) OVER (PARTITION BY pattern, child ORDER BY day) AS ended_on
    FROM verdict
    WHERE held <> holds
),

-- What ran out on the day it fell silent. Of several, the latest set going (of one day, the lowest id) names it.
ran_out AS (
    SELECT
        turn.pattern,
        turn.child,
        turn.silent_on,
        turn.ended_on,
        cover.entry,
        cover.part,
        cover.recorded_on,
        FIRST_VALUE(cover.entry) OVER (
            PARTITION BY turn.pattern, turn.child, turn.silent_on ORDER BY cover.day_from DESC, cover.entry, cover.part
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(cover.day_from) OVER (PARTITION BY turn.pattern, turn.child, turn.silent_on) AS last_on
    FROM turn
    JOIN cover
        ON cover.pattern = turn.pattern
        AND cover.child = turn.child
        AND cover.gone_on = turn.silent_on
        AND cover.gone_on > cover.day_to
    WHERE turn.holds = 1
),

silence AS (
    SELECT DISTINCT pattern, child, silent_on, ended_on, anchor, last_on
    FROM ran_out
),

-- From when the silence can be claimed: from the day the clock ran out, where the feeds told all of it. Feeds that began to
-- tell later start the clock afresh: what they then leave silent for a whole window is known.
tellable AS (
    SELECT
        silence.pattern,
        silence.child,
        silence.silent_on,
        silence.ended_on,
        told.to_day,
        CASE WHEN told.from_day <= silence.last_on THEN silence.last_on ELSE told.from_day END AS since_on,
        CASE WHEN told.from_day <= silence.last_on THEN silence.silent_on ELSE clock.gone_on END AS began_on
    FROM silence
    JOIN silence_sheet ON silence_sheet.pattern = silence.pattern
    JOIN told
        ON told.pattern = silence.pattern
        AND told.child = silence.child
    LEFT JOIN clock
        ON clock.clock_window = silence_sheet.clock_window
        AND clock.day = told.from_day
),

-- Both days only grow with the first day told, so the least of each belong together.
told_from AS (
    SELECT
        tellable.pattern,
        tellable.child,
        tellable.silent_on,
        MIN(tellable.since_on) AS since_on,
        MIN(tellable.began_on) AS began_on
    FROM tellable
    CROSS JOIN as_of
    WHERE tellable.began_on <= tellable.to_day
        AND tellable.began_on <= as_of.as_of
        AND (tellable.ended_on IS NULL OR tellable.began_on < tellable.ended_on)
    GROUP BY tellable.pattern, tellable.child, tellable.silent_on
),

-- The last day of which the feeds told anything at all. A hole before it ends nothing that was seen to hold: silence is
-- not safety.
told_last AS (
    SELECT told.pattern, told.child, MAX(LEAST(told.to_day, as_of.as_of)) AS told_on
    FROM told
    CROSS JOIN as_of
    GROUP BY told.pattern, told.child
),

claim AS (
    SELECT
        silence.pattern,
        silence.child,
        silence.silent_on,
        CASE WHEN told_from.began_on IS NULL THEN 'cannot_tell' ELSE 'holds' END AS state,
        COALESCE(told_from.began_on, silence.silent_on) AS began_on,
        silence.ended_on,
        silence.anchor,
        COALESCE(told_from.since_on, silence.last_on) AS since_on,
        COALESCE(silence.ended_on, told_last.told_on, as_of.as_of) AS until_on
    FROM silence
    CROSS JOIN as_of
    LEFT JOIN told_from
        ON told_from.pattern = silence.pattern
        AND told_from.child = silence.child
        AND told_from.silent_on = silence.silent_on
    LEFT JOIN told_last
        ON told_last.pattern = silence.pattern
        AND told_last.child = silence.child
),

-- The entries that show it: what ran out, and whatever was open on the day it began. UNION, for one opening may be both.
evidence AS (
    SELECT claim.pattern, claim.child, claim.began_on, ran_out.entry, ran_out.part, ran_out.recorded_on
    FROM claim
    JOIN ran_out
        ON ran_out.pattern = claim.pattern
        AND ran_out.child = claim.child
        AND ran_out.silent_on = claim.silent_on
    UNION
    SELECT claim.pattern, claim.child, claim.began_on, spell.entry, 'opened' AS part, spell.recorded_on
    FROM claim
    JOIN spell
        ON spell.pattern = claim.pattern
        AND spell.child = claim.child
        AND spell.opened_on <= claim.began_on
        AND (spell.closed_on IS NULL OR spell.closed_on > claim.began_on)
)

SELECT
    claim.pattern,
    silence_sheet.version,
    claim.child,
    claim.state,
    claim.began_on,
    claim.ended_on,
    claim.anchor,
    MAX(GREATEST(evidence.recorded_on, claim.began_on)) OVER (
        PARTITION BY claim.pattern, claim.child, claim.began_on
    ) AS visible_on,
    CAST(NULL AS INTEGER) AS counted,
    claim.since_on,
    claim.until_on,
    evidence.entry,
    evidence.part
FROM claim
JOIN silence_sheet ON silence_sheet.pattern = claim.pattern
JOIN evidence
    ON evidence.pattern = claim.pattern
    AND evidence.child = claim.child
    AND evidence.began_on = claim.began_on

UNION ALL

-- An opening outside the calendar: nobody can tell when its clock runs out, and it is said rather than dropped.
SELECT
    cover.pattern,
    silence_sheet.version,
    cover.child,
    'cannot_tell' AS state,
    cover.day_to AS began_on,
    CAST(NULL AS DATE) AS ended_on,
    cover.entry AS anchor,
    GREATEST(cover.day_to, cover.recorded_on) AS visible_on,
    CAST(NULL AS INTEGER) AS counted,
    cover.day_to AS since_on,
    as_of.as_of AS until_on,
    cover.entry,
    cover.part
FROM cover
JOIN silence_sheet ON silence_sheet.pattern = cover.pattern
CROSS JOIN as_of
WHERE cover.gone_on IS NULL
    AND cover.part = 'opened'
