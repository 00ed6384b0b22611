"""Sheets that no library holds: invented so that random histories reach every option of every shape."""

import tomllib

from keepsight.patterns.sheets import Sheet, sheet_of

COMMON = """
title = "t"
version = 3
question = "q"
sentence = "{measure} between {first} and {last}"
unit = "u"
theme = "childs_voice"
seed_section = "3.7"
restricted = false
clock = "local"
what_else = ["w"]
what_clears_it = ["c"]
questions = ["q"]
checked_by = "nobody"
look_again_on = 2027-01-01
"""

SHEETS = {
    "kinds-in-a-month": """
        shape = "count"
        of = { kind = ["concern.recorded", "injury.recorded", "referral.received"], scope = ["child", "household"] }
        at_least = 2
        within = "1 month"
        from = { kinds = 2 }
        until = "child.voice"
        needs = []
    """,
    "working-days-told": """
        shape = "count"
        of = ["concern.recorded", { kind = ["concern.recorded", "injury.recorded"], basis = ["observed", "carer"] }]
        at_least = 2
        within = "10 working days"
        needs = [{ kinds = ["concern.recorded"], sectors = ["social_care", "police"] }]
    """,
    "nothing-open-days": """
        shape = "count"
        of = ["concern.recorded", "injury.recorded", "appointment.not_brought"]
        at_least = 2
        different_days = true
        within = "60 days"
        until = { kind = "assessment.started", sector = "social_care" }
        while_nothing_open = [
            { opened = "involvement.opened", closed = "involvement.closed" },
            { opened = ["early_help.started", "plan.started"], closed = "early_help.ended" },
        ]
        needs = []
    """,
    "missed-more-than-kept": """
        shape = "count"
        of = "appointment.not_brought"
        at_least = 1
        within = "1 month"
        share = { of = ["appointment.attended", "appointment.not_brought"], at_least = [2, 3] }
        until_in_a_row = { of = ["appointment.attended", "child.voice"], times = 3 }
        put_right_by = "appointment.offered"
        needs = []
    """,
    "decided-for-the-child": """
        shape = "awaited"
        after = ["referral.received", "missing.found"]
        expects = ["referral.decided", "return_interview.held"]
        within = "1 working day"
        tie = "child"
        needs = [{ kinds = ["child.voice"], sectors = ["social_care"] }]
    """,
    "interviewed-in-a-day": """
        shape = "awaited"
        after = "missing.found"
        expects = "return_interview.held"
        within = "24 hours"
        tie = "thread"
        needs = [{ kinds = ["return_interview.held"], sectors = ["social_care"] }]
    """,
    "unheard-for-a-month": """
        shape = "silence"
        while_open = [
            { opened = "involvement.opened", closed = "involvement.closed" },
            { opened = "early_help.started", closed = "early_help.ended" },
        ]
        heard = ["child.voice", "appointment.attended"]
        within = "1 month"
        needs = [{ kinds = ["child.voice", "concern.recorded"], sectors = ["social_care"] }]
    """,
}


def invented_sheets() -> list[Sheet]:
    """The sheets above."""
    return [sheet_of(name, tomllib.loads(COMMON + text)) for name, text in SHEETS.items()]
