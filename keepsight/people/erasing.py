"""What agencies said of a child and of those who stand in no other child's home, erased. Only `practice.purging` calls it.

Records and persons stay as ids: entries hang on them, and the audit's seal covers those. What is left tells of nobody.
"""

from uuid import UUID

from django.db.backends.utils import CursorWrapper

from keepsight.store.erasing import erase_each

TABLES = (
    "people_record", "people_childhood", "people_description", "people_address", "people_link", "people_judgement",
    "people_question", "people_opinion", "people_told", "people_relationship", "people_taken_back",
)  # fmt: skip


def choose(cursor: CursorWrapper, child: UUID) -> None:
    """Make the passing tables of who goes: persons, their records, the words by which files call them."""
    for statement in _CHOOSE:
        cursor.execute(statement, {"child": child})


def erase(cursor: CursorWrapper) -> dict[str, int]:
    """Erase what is said of those who go. How many rows, by what they are."""
    return erase_each(cursor, _ERASE)


# Grown-up people go with the child where no other child's home holds them.
_CHOOSE = (
    """
    CREATE TEMP TABLE purging_person ON COMMIT DROP AS
      SELECT %(child)s::uuid AS id
      UNION
      SELECT home.person_id FROM people_household AS home
      WHERE home.child_id = %(child)s AND NOT people_is_child(home.person_id)
        AND NOT EXISTS (
          SELECT FROM people_homes AS other
          WHERE other.person_id = home.person_id AND other.child_id <> %(child)s
        )
    """,
    """
    CREATE TEMP TABLE purging_record ON COMMIT DROP AS
      SELECT record_id AS id, person_id = %(child)s AS of_child FROM people_open_link
      WHERE person_id IN (SELECT id FROM purging_person)
    """,
    """
    CREATE TEMP TABLE purging_words ON COMMIT DROP AS
      SELECT DISTINCT nhs_number AS one, nhs_number AS other FROM people_description
      WHERE record_id IN (SELECT id FROM purging_record) AND nhs_number IS NOT NULL
      UNION
      SELECT upn, upn FROM people_description
      WHERE record_id IN (SELECT id FROM purging_record) AND upn IS NOT NULL
      UNION
      SELECT forename, surname FROM people_description
      WHERE record_id IN (SELECT id FROM purging_record) AND forename IS NOT NULL AND surname IS NOT NULL
    """,
    """
    CREATE TEMP TABLE purging_receipt ON COMMIT DROP AS
      SELECT receipt_id AS id FROM people_description WHERE record_id IN (SELECT id FROM purging_record)
      UNION
      SELECT receipt_id FROM people_address WHERE record_id IN (SELECT id FROM purging_record)
      UNION
      SELECT receipt_id FROM people_relationship
      WHERE record_a_id IN (SELECT id FROM purging_record) OR record_b_id IN (SELECT id FROM purging_record)
    """,
    """
    CREATE TEMP TABLE purging_question ON COMMIT DROP AS
      SELECT id FROM people_question
      WHERE record_a_id IN (SELECT id FROM purging_record) OR record_b_id IN (SELECT id FROM purging_record)
    """,
)
OF_A_PAIR = "what was said of a pair of records"
_ERASE = (
    (
        OF_A_PAIR,
        """
        DELETE FROM people_told USING people_opinion AS opinion
        WHERE opinion.id = opinion_id AND opinion.question_id IN (SELECT id FROM purging_question)
        """,
    ),
    (OF_A_PAIR, "DELETE FROM people_opinion WHERE question_id IN (SELECT id FROM purging_question)"),
    (OF_A_PAIR, "DELETE FROM people_question WHERE id IN (SELECT id FROM purging_question)"),
    (
        OF_A_PAIR,
        """
        DELETE FROM people_judgement
        WHERE record_a_id IN (SELECT id FROM purging_record) OR record_b_id IN (SELECT id FROM purging_record)
        """,
    ),
    (OF_A_PAIR, "DELETE FROM people_taken_back WHERE act NOT IN (SELECT act FROM people_judgement)"),
    (
        "ties",
        """
        DELETE FROM people_relationship
        WHERE record_a_id IN (SELECT id FROM purging_record) OR record_b_id IN (SELECT id FROM purging_record)
        """,
    ),
    ("addresses", "DELETE FROM people_address WHERE record_id IN (SELECT id FROM purging_record)"),
    ("descriptions", "DELETE FROM people_description WHERE record_id IN (SELECT id FROM purging_record)"),
    ("links", "DELETE FROM people_link WHERE record_id IN (SELECT id FROM purging_record)"),
    ("links", "DELETE FROM people_childhood WHERE record_id IN (SELECT id FROM purging_record)"),
    ("records", "UPDATE people_record SET key = 'erased:' || id WHERE id IN (SELECT id FROM purging_record)"),
)
