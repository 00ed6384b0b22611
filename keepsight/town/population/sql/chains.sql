-- What begins in these homes, and when: a row for each chain and each child it is about.
CREATE OR REPLACE TEMP TABLE begun AS
WITH
-- So many chains as the years and the fullness of the record make; a fraction is a chance of one more.
of_children AS (
  SELECT child.*, key_of(child.key, 'chain ' || each.c) AS chain_key
  FROM child, LATERAL unnest(range(CASE WHEN seen_to > seen_from THEN floor(
    fullness * getvariable('chains_of_a_child') * (seen_to - seen_from) / 365.25 + u(key, 'chains'))::INTEGER ELSE 0 END)) AS each (c)
),
-- Most begin in one of the home's bad times, which its children share.
child_days AS (
  SELECT *,
         CAST(getvariable('since') + floor(u(home_key, 'bad ' || any_of(u(chain_key, 'which'), 1, 3)) * (getvariable('until') - getvariable('since'))
           - ln(1 - u(chain_key, 'into')) * getvariable('bad_times_last'))::INTEGER AS DATE) AS bad_day,
         CAST(seen_from + floor(u(chain_key, 'day') * (seen_to - seen_from))::INTEGER AS DATE) AS any_day
  FROM of_children
),
child_chains AS (
  SELECT chain_key, n, h, born, died_on, seen_to,
         CASE WHEN u(chain_key, 'bad') < getvariable('in_bad_times') AND bad_day >= seen_from AND bad_day < seen_to
              THEN bad_day ELSE any_day END AS began_on, traits, key
  FROM child_days
),
child_chosen AS (
  SELECT c.chain_key, c.chain_key AS shared_key, c.n, c.h, c.born, c.died_on, c.seen_to, choice.chain, c.began_on, c.key AS child_key
  FROM child_chains AS c
  JOIN choice ON choice.whose = 'child' AND choice.band = band_on(c.born, c.began_on) AND choice.traits = c.traits
    AND u(c.chain_key, 'chain') >= choice.least AND u(c.chain_key, 'chain') < choice.most
),
home_life AS (
  SELECT home.h, home.key, home.fullness, home.traits, min(child.seen_from) AS seen_from, max(child.seen_to) AS seen_to
  FROM home
  JOIN child ON child.h = home.h
  GROUP BY ALL
),
of_homes AS (
  SELECT home_life.*, key_of(key, 'chain ' || each.c) AS chain_key
  FROM home_life, LATERAL unnest(range(CASE WHEN seen_to > seen_from THEN floor(
    fullness * getvariable('chains_of_a_home') * (seen_to - seen_from) / 365.25 + u(key, 'chains'))::INTEGER ELSE 0 END)) AS each (c)
),
home_days AS (
  SELECT *,
         CAST(getvariable('since') + floor(u(key, 'bad ' || any_of(u(chain_key, 'which'), 1, 3)) * (getvariable('until') - getvariable('since'))
           - ln(1 - u(chain_key, 'into')) * getvariable('bad_times_last'))::INTEGER AS DATE) AS bad_day,
         CAST(seen_from + floor(u(chain_key, 'day') * (seen_to - seen_from))::INTEGER AS DATE) AS any_day
  FROM of_homes
),
home_chains AS (
  SELECT chain_key, h, traits,
         written_by('social_care', CASE WHEN u(chain_key, 'bad') < getvariable('in_bad_times') AND bad_day >= seen_from AND bad_day < seen_to
                                   THEN bad_day ELSE any_day END) AS began_on
  FROM home_days
),
-- A chain of the home is about each child who is there, and as likely as it is for the youngest of them.
home_present AS (
  SELECT c.*, child.n, child.born, child.died_on, child.seen_to, child.key AS child_key,
         max(child.born) OVER (PARTITION BY c.chain_key) AS youngest_born
  FROM home_chains AS c
  JOIN child ON child.h = c.h AND child.born <= c.began_on AND child.seen_to > c.began_on
),
home_chosen AS (
  SELECT key_of(p.chain_key, 'child ' || p.n) AS chain_key, p.chain_key AS shared_key, p.n, p.h, p.born, p.died_on, p.seen_to, choice.chain,
         p.began_on, p.child_key
  FROM home_present AS p
  JOIN choice ON choice.whose = 'home' AND choice.band = band_on(p.youngest_born, p.began_on)
    AND choice.traits = p.traits
    AND u(p.chain_key, 'chain') >= choice.least AND u(p.chain_key, 'chain') < choice.most
),
once AS (
  SELECT key_of(child.key, chain.name) AS chain_key, key_of(child.key, chain.name) AS shared_key, child.n, child.h, child.born, child.died_on,
         child.seen_to, chain.chain, CASE chain.once WHEN 'birth' THEN child.born ELSE child.died_on END AS began_on, child.key AS child_key
  FROM child
  JOIN chain ON (chain.once = 'birth' AND child.born >= getvariable('since')) OR (chain.once = 'death' AND child.died_on IS NOT NULL)
)
SELECT chosen.*, CASE WHEN chain.beyond_childhood THEN least(getvariable('until'), coalesce(died_on, getvariable('until'))) ELSE seen_to END AS ends_on
FROM (SELECT * FROM child_chosen UNION ALL SELECT * FROM home_chosen UNION ALL SELECT * FROM once) AS chosen
JOIN chain ON chain.chain = chosen.chain
-- A council writes one referral of a home on one day.
QUALIFY NOT chain.in_census
  OR row_number() OVER (PARTITION BY chosen.n, chosen.began_on, chain.in_census ORDER BY chosen.shared_key) = 1;

-- What followed, step after step: each so many days after the one before it.
CREATE OR REPLACE TEMP TABLE followed AS
WITH met AS (
  SELECT begun.chain_key, begun.shared_key, begun.began_on, step.step, step.after_least, step.after_most, step.every_least,
         step.every_most, key_of(begun.shared_key, step.name) AS step_key, step.times_least, step.times_most
  FROM begun
  JOIN step ON step.chain = begun.chain AND step.anchor IS NULL
  WHERE u(begun.shared_key, step.draw_1) >= step.least_1 AND u(begun.shared_key, step.draw_1) < step.most_1
    AND (step.draw_2 IS NULL OR (u(begun.shared_key, step.draw_2) >= step.least_2 AND u(begun.shared_key, step.draw_2) < step.most_2))
    AND (step.draw_3 IS NULL OR (u(begun.shared_key, step.draw_3) >= step.least_3 AND u(begun.shared_key, step.draw_3) < step.most_3))
),
repeated AS (
  SELECT met.*, each.r, key_of(step_key, 'time ' || each.r) AS key
  FROM met, LATERAL unnest(range(any_of(u(step_key, 'times'), times_least, times_most))) AS each (r)
)
SELECT chain_key, shared_key, step, r, key,
       CAST(began_on + sum(CASE WHEN r = 0 THEN sooner_of(u(key, 'after'), after_least, after_most)
                                ELSE sooner_of(u(key, 'after'), every_least, every_most) END)
         OVER (PARTITION BY chain_key ORDER BY step, r)::INTEGER AS DATE) AS day
FROM repeated;

-- What went on beside it: every so many days from one step to another, or to the end of what is known.
CREATE OR REPLACE TEMP TABLE beside AS
WITH open AS (
  SELECT since.chain_key, since.shared_key, step.step, since.day AS since_on, coalesce(til.day, getvariable('until')) AS to_on,
         step.every_least, step.every_most,
         key_of(CASE WHEN step.own THEN since.chain_key ELSE since.shared_key END, step.name) AS step_key
  FROM followed AS since
  JOIN step ON step.anchor = since.step
  LEFT JOIN followed AS til ON til.chain_key = since.chain_key AND til.step = step.until
  WHERE since.r = 0
),
repeated AS (
  SELECT open.*, each.r, key_of(step_key, 'time ' || each.r) AS key
  FROM open, LATERAL unnest(range(greatest(0, (to_on - since_on) // every_least))) AS each (r)
),
dated AS (
  SELECT *, CAST(since_on + sum(sooner_of(u(key, 'after'), every_least, every_most)) OVER (PARTITION BY chain_key, step ORDER BY r)::INTEGER AS DATE)
              AS day
  FROM repeated
)
SELECT chain_key, shared_key, step, r, key, day FROM dated WHERE day < to_on;
