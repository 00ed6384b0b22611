-- Every draw is a hash of who it is for and what is drawn, with the seed at the root: nothing remembers what was drawn
-- before, so a life is the same in whichever order, and in however large a town, it is written.
CREATE MACRO key_of(k, word) AS hash(xor(k, hash(word)));
CREATE MACRO u(k, word) AS (hash(xor(k, hash(word))) >> 11)::DOUBLE / 9007199254740992.0; -- 2^53: from 0 up to 1
CREATE MACRO any_of(x, least, most) AS least + floor(x * (most - least + 1))::INTEGER;
CREATE MACRO sooner_of(x, least, most) AS least + floor(x * x * (most - least + 1))::INTEGER;
CREATE MACRO as_uuid(k, word) AS (lpad(to_hex(k), 16, '0') || lpad(to_hex(key_of(k, word)), 16, '0'))::UUID;
CREATE MACRO band_on(born, day) AS
  CASE WHEN born > day - INTERVAL 5 YEAR THEN 0 WHEN born > day - INTERVAL 12 YEAR THEN 1
       WHEN born > day - INTERVAL 16 YEAR THEN 2 ELSE 3 END;
-- Agencies other than these do not write on Saturdays and Sundays: it waits for Monday.
CREATE MACRO written_by(sector, day) AS
  day + CASE WHEN sector IN ('police', 'hospital') OR isodow(day) < 6 THEN 0 ELSE 8 - isodow(day) END::INTEGER;
