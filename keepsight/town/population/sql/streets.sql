-- The homes of the town in order, with the number of their first child, until there are children enough. The last home has
-- as many as are still wanted: so a larger town holds the smaller one.
CREATE OR REPLACE TABLE street AS
WITH size AS (
  SELECT h, children
  FROM (SELECT h, u(key_of(getvariable('root'), 'home ' || h), 'children') AS drawn FROM range(getvariable('children')) AS t (h))
  JOIN children_in_home ON drawn >= least AND drawn < most
),
numbered AS (
  SELECT h, children, (sum(children) OVER (ORDER BY h) - children)::BIGINT AS first_child FROM size
)
SELECT h, first_child, least(children, getvariable('children') - first_child)::INTEGER AS size
FROM numbered
WHERE first_child < getvariable('children')
ORDER BY h;
