-- The homes of one block of the town, and the children in them.
CREATE OR REPLACE TEMP TABLE home AS
WITH drawn AS (
  SELECT h, first_child, size, key_of(getvariable('root'), 'home ' || h) AS key
  FROM street
  WHERE h >= getvariable('from_home') AND h < getvariable('to_home')
),
filled AS (
  SELECT *, least(getvariable('fullest'), pow(1 - u(key, 'fullness'), -1 / getvariable('tail'))) AS fullness
  FROM drawn
)
SELECT home.h, home.first_child, home.size, home.key, home.fullness,
       coalesce(sum(trait.bit) FILTER (WHERE u(home.key, trait.name) < least(trait.at_most, trait.chance * fullness)), 0)::INTEGER
         AS traits
FROM filled AS home
CROSS JOIN trait
WHERE trait.whose = 'home'
GROUP BY ALL;

-- The youngest first. Ages lie between the youngest's and what the years between the births add up to.
CREATE OR REPLACE TEMP TABLE child AS
WITH born AS (
  SELECT home.h, home.first_child + place.i AS n, place.i, home.key AS home_key, home.fullness AS home_fullness,
         home.traits AS home_traits, key_of(home.key, 'child ' || place.i) AS key,
         sum(CASE WHEN place.i = 0 OR u(home.key, 'twins ' || place.i) < getvariable('twins') THEN 0
                  ELSE getvariable('between_least')
                       + u(home.key, 'between ' || place.i) * (getvariable('between_most') - getvariable('between_least')) END)
           OVER (PARTITION BY home.h ORDER BY place.i) AS years_before_youngest,
         u(home.key, 'youngest') AS youngest
  FROM home, LATERAL unnest(range(home.size)) AS place (i)
),
aged AS (
  SELECT *,
         getvariable('until') - 10
           - ((youngest * greatest(2, getvariable('oldest') - max(years_before_youngest) OVER (PARTITION BY h))
              + years_before_youngest) * 365.25)::INTEGER AS born
  FROM born
),
seen AS (
  SELECT *, greatest(born, getvariable('since')) AS seen_from,
         least(getvariable('until'), (born + to_years(getvariable('grown_up_at')))::DATE) AS grown_up_on
  FROM aged
),
ended AS (
  SELECT *,
         CASE WHEN u(key, 'dies') < getvariable('deaths') AND grown_up_on > seen_from
              THEN any_of(u(key, 'dies on'), 0, grown_up_on - seen_from) + seen_from END AS died_on
  FROM seen
),
traited AS (
  SELECT child.n, coalesce(sum(trait.bit) FILTER (
           WHERE u(child.key, trait.name) < least(trait.at_most, trait.chance * child.home_fullness)), 0)::INTEGER AS traits
  FROM ended AS child
  CROSS JOIN trait
  WHERE trait.whose = 'child'
  GROUP BY child.n
)
SELECT ended.h, ended.n, ended.i, ended.key, ended.home_key, ended.born, ended.died_on, ended.seen_from,
       least(ended.grown_up_on, coalesce(ended.died_on, ended.grown_up_on)) AS seen_to,
       ended.home_fullness * (getvariable('within_least')
         + u(ended.key, 'within') * (getvariable('within_most') - getvariable('within_least'))) AS fullness,
       ended.home_traits + traited.traits AS traits,
       CASE WHEN u(ended.key, 'sex') < 0.512 THEN 'M' ELSE 'F' END AS sex -- more boys than girls are born
FROM ended
JOIN traited ON traited.n = ended.n;
