-- Whose records are to be read for the children of the table `bucket`.
CREATE OR REPLACE TEMP TABLE own_here AS SELECT own.* FROM own JOIN bucket USING (child);

CREATE OR REPLACE TEMP TABLE home_here AS SELECT home.* FROM home JOIN bucket USING (child);
