-- What was replayed of each child is for the machine alone: whoever reads figures is given them by it, and no child (earlier.py).
GRANT UPDATE ON prompts_replaying TO keepsight_app;
CREATE POLICY kept ON prompts_replayed_child USING ((SELECT access_sees_everything())) WITH CHECK ((SELECT access_sees_everything()));
ALTER TABLE prompts_replayed_child ENABLE ROW LEVEL SECURITY;
ALTER TABLE prompts_replayed_child FORCE ROW LEVEL SECURITY;
