-- How alike two words are, in Spark's words: what DuckDB's jaro_winkler_similarity says, but for the last bit, for DuckDB multiplies
-- and adds in one step. (No two words of up to 120 bytes stand there on the two sides of the model's 0.88 or 0.9.) Splink's own
-- function for Spark is another measure: it compares letters and not the bytes of their UTF-8, and it counts an odd number of them
-- out of order by a half more, where DuckDB rounds down.

CREATE OR REPLACE TEMPORARY FUNCTION keepsight_bytes(word STRING) RETURNS STRING
RETURN decode(encode(word, 'UTF-8'), 'ISO-8859-1');

-- Each byte of `a` in its order takes the first equal one of `b` within reach that is not taken. `met`: those of `a` that took one.
-- `crossed`: `b`, the taken ones crossed out by a letter that stands for no byte. Spark forbids a function within such a fold.
CREATE OR REPLACE TEMPORARY FUNCTION keepsight_likeness(one STRING, other STRING) RETURNS DOUBLE
RETURN CASE WHEN one = '' OR other = '' THEN 0D ELSE aggregate(
  sequence(1, octet_length(one)),
  named_struct(
    'a', decode(encode(one, 'UTF-8'), 'ISO-8859-1'),
    'b', decode(encode(other, 'UTF-8'), 'ISO-8859-1'),
    'reach', greatest(0, greatest(octet_length(one), octet_length(other)) DIV 2 - 1),
    'met', '',
    'crossed', decode(encode(other, 'UTF-8'), 'ISO-8859-1')),
  (so_far, place) -> CASE
    WHEN locate(substring(so_far.a, place, 1), so_far.crossed, CAST(greatest(1, place - so_far.reach) AS INT))
         BETWEEN 1 AND place + so_far.reach
    THEN named_struct(
      'a', so_far.a, 'b', so_far.b, 'reach', so_far.reach,
      'met', concat(so_far.met, substring(so_far.a, place, 1)),
      'crossed', overlay(so_far.crossed PLACING 'Ā' FROM
        locate(substring(so_far.a, place, 1), so_far.crossed, CAST(greatest(1, place - so_far.reach) AS INT)) FOR 1))
    ELSE so_far END,
  found -> CASE WHEN found.met = '' THEN 0D ELSE
    transform(
      array(
        (CAST(length(found.met) AS DOUBLE) / length(found.a) + CAST(length(found.met) AS DOUBLE) / length(found.b)
         + CAST(length(found.met) - size(filter(
             zip_with(
               split(found.met, ''),
               filter(split(found.b, ''), (letter, at) -> substring(found.crossed, at + 1, 1) = 'Ā'),
               (letter, its) -> letter <> its),
             turned -> turned)) DIV 2 AS DOUBLE) / length(found.met)) / 3D),
      jaro -> CASE WHEN jaro > 0.7D
        THEN jaro + size(filter(
          sequence(1, least(4, length(found.a), length(found.b))),
          many -> left(found.a, many) = left(found.b, many))) * 0.1D * (1D - jaro)
        ELSE jaro END
    )[0] END
) END;
