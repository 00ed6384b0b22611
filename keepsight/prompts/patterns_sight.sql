-- What a trial found of a child is seen by whoever sees the child: a trial counts none that does not exist for somebody, and
-- whoever reads its list reads it through their own sight.
CREATE POLICY seen ON prompts_tried_answer FOR SELECT USING (
  (SELECT access_sees_everything())
  OR ((SELECT people_sees_all()) AND child_id <> ALL ((SELECT people_hidden_once())::uuid[]))
  OR child_id IN (SELECT people_seen())
);
CREATE POLICY added ON prompts_tried_answer FOR INSERT WITH CHECK ((SELECT access_sees_everything()));
ALTER TABLE prompts_tried_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE prompts_tried_answer FORCE ROW LEVEL SECURITY;

-- Versions are only ever added to; of a trial and of a switch the worker notes how far it is.
GRANT UPDATE ON prompts_pattern_trial, prompts_pattern_switch TO keepsight_app;
