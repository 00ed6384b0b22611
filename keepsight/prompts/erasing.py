"""What patterns answered for those who go, and what was replayed or tried of them, erased. Only `practice.purging` calls it."""

from django.db.backends.utils import CursorWrapper

from keepsight.store.erasing import erase_each

TABLES = (
    "prompts_prompt", "prompts_prompt_entry", "prompts_openclock", "prompts_untold", "prompts_replayed_child",
    "prompts_tried_answer",
)  # fmt: skip


def erase(cursor: CursorWrapper) -> dict[str, int]:
    """Erase it. How many rows, by what they are."""
    return erase_each(cursor, _ERASE)


_ERASE = (
    (
        "prompts",
        """
        DELETE FROM prompts_prompt_entry WHERE prompt_id IN (
          SELECT id FROM prompts_prompt WHERE child_id IN (SELECT id FROM purging_person)
        )
        """,
    ),
    ("prompts", "DELETE FROM prompts_prompt WHERE child_id IN (SELECT id FROM purging_person)"),
    ("clocks", "DELETE FROM prompts_openclock WHERE child_id IN (SELECT id FROM purging_person)"),
    ("clocks", "DELETE FROM prompts_untold WHERE child_id IN (SELECT id FROM purging_person)"),
    ("replays and trials", "DELETE FROM prompts_replayed_child WHERE child_id IN (SELECT id FROM purging_person)"),
    ("replays and trials", "DELETE FROM prompts_tried_answer WHERE child_id IN (SELECT id FROM purging_person)"),
)
