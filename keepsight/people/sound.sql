-- How a name sounds, as `matching/standard.sql` has it for the bulk: its consonants, doubled ones once. '' where there is no name.
CREATE FUNCTION people_sound(words text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql RETURN regexp_replace(
  regexp_replace(regexp_replace(replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(words, ' ', ''),
      'ph', 'f'), 'sh', 's'), 'ch', 'c'), 'ck', 'k'), 'kh', 'k'), 'x', 'ks'), 'q', 'k'), 'c', 'k'), 'z', 's'), 'ow', 'au'),
    'w', 'v'), '^[aeiouy]+', '0'), '[aeiouyh]', '', 'g'),
  '(.)\1+', '\1', 'g');
