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
    "answered-on-its-matter": """
        shape = "awaited"
        after = ["referral.received", "disagreement.opened"]
        expects = ["referral.decided", "disagreement.settled"]
        within = "5 days"
        tie = "matter"
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
    "both-on-the-day": """
        shape = "awaited"
        after = { kind = "injury.recorded", scope = ["child", "household"] }
        expects_each = [{ any = ["child.voice", "referral.received"] }, { any = "concern.recorded" }, { any = "child.seen" }]
        within = "same day"
        tie = "thread"
        needs = [{ kinds = ["concern.recorded"], sectors = ["social_care"] }]
    """,
    "both-in-two-days": """
        shape = "awaited"
        after = "missing.found"
        expects_each = [{ any = "return_interview.held" }, { any = ["child.voice", "return_interview.offered"] }]
        within = "48 hours"
        tie = "child"
        needs = [{ kinds = ["return_interview.held"], sectors = ["social_care"] }]
    """,
    "counted-from-the-referral": """
        shape = "awaited"
        after = "assessment.started"
        expects = ["assessment.completed", "referral.decided"]
        counts_from = "referral.received"
        within = "10 working days"
        tie = "thread"
        needs = [{ kinds = ["assessment.completed"], sectors = ["social_care"] }]
    """,
    "asked-by-the-longest": """
        shape = "awaited"
        after = ["concern.raised", "concern.recorded", "missing.reported"]
        of_longest = "10 days"
        expects = ["concern.decided", "child.voice"]
        within = "5 working days"
        tie = "matter"
        needs = [{ kinds = ["child.voice"], sectors = ["social_care"] }]
    """,
    "answered-while-open": """
        shape = "awaited"
        after = { kind = "concern.recorded", basis = "observed" }
        after_while_open = ["concern.recorded", { kind = "injury.recorded", scope = ["child", "household"] }]
        while_open = [
            { opened = "involvement.opened", closed = "involvement.closed" },
            { opened = ["early_help.started", "plan.started"], closed = "early_help.ended" },
        ]
        expects = ["child.voice", "concern.answered"]
        within = "5 working days"
        tie = "thread"
        needs = [{ kinds = ["child.voice"], sectors = ["social_care"] }]
    """,
    "begun-again-while-open": """
        shape = "awaited"
        after_while_open = "assessment.started"
        while_open = [{ opened = "plan.started", closed = "plan.ended" }]
        counts_from = "referral.received"
        expects = "assessment.completed"
        within = "20 days"
        tie = "matter"
        needs = [{ kinds = ["assessment.completed"], sectors = ["social_care"] }]
    """,
    "before-birth": """
        shape = "awaited"
        after = ["concern.recorded", { kind = "missing.reported", scope = "household" }]
        of_pregnancy = "100 days"
        expects = ["child.voice", "assessment.started"]
        within = "5 working days"
        tie = "child"
        needs = [{ kinds = ["child.voice"], sectors = ["social_care"] }]
    """,
    "counted-as-words": """
        shape = "count"
        of = [
            { kind = ["neglect.indicator"], indicator = ["dental", "hygiene"], as = "body" },
            { kind = "neglect.indicator", indicator = "hunger", as = "food" },
            { kind = ["concern.recorded", "substance_use.recorded"], scope = ["child", "household"], as = "worry" },
            { kind = "school.absence", as = "worry" },
            { kind = ["injury.recorded"], age = ["under_6_months", "6_months_to_4"] },
        ]
        at_least = 2
        within = "60 days"
        from = { kinds = 2 }
        including = ["food", "injury.recorded"]
        until = "child.voice"
        needs = []
    """,
    "closed-then-harm": """
        shape = "then"
        first = ["involvement.closed", "plan.ended", "early_help.ended", "concern.recorded"]
        then = ["concern.recorded", "injury.recorded", "domestic_abuse.incident", "referral.received"]
        within = "1 month"
        until = ["involvement.opened", "child.seen"]
        needs = []
    """,
    "told-then-told": """
        shape = "then"
        first = "missing.found"
        then = ["missing.found", "referral.decided"]
        within = "10 working days"
        needs = [{ kinds = ["concern.recorded"], sectors = ["social_care"] }]
    """,
    "held-and-not-considered": """
        shape = "omission"
        event = "assessment.completed"
        held = [
            { kind = "concern.recorded", as = "concern" },
            { kind = ["substance_use.recorded", "domestic_abuse.incident"], scope = ["child", "household"] },
        ]
        within = "12 months"
        until = "child.seen"
        needs = []
    """,
    "held-and-never-mended": """
        shape = "omission"
        event = ["assessment.completed", "child.voice"]
        held = { kind = ["concern.recorded", "substance_use.recorded"], as = "concern" }
        within = "60 days"
        needs = []
    """,
    "said-and-not-looked": """
        shape = "count"
        of = ["concern.recorded", "injury.recorded"]
        at_least = 2
        counts_after = "10 working days"
        within = "60 days"
        from = { matters = 2 }
        until = "child.voice"
        put_right_by = "concern.answered"
        while_nothing_open = [{ opened = "involvement.opened", closed = "involvement.closed" }]
        needs = []
    """,
    "came-and-went": """
        shape = "cycle"
        this = { kind = "involvement.opened", scope = ["child", "household"] }
        that = { kind = "involvement.closed", scope = ["child", "household"] }
        each_within = "10 days"
        at_least = 2
        within = "1 month"
        until = "child.voice"
        lasting = "child.seen"
        needs = [{ kinds = ["concern.recorded"], sectors = ["social_care"] }]
    """,
    "found-and-gone-again": """
        shape = "cycle"
        this = ["missing.found", "return_interview.held"]
        that = ["missing.reported", "missing.found"]
        each_within = "10 working days"
        at_least = 1
        within = "60 days"
        needs = []
    """,
    "mostly-told-by-carers": """
        shape = "share"
        event = "assessment.completed"
        since = ["assessment.started", "referral.received"]
        of = { kind = ["concern.recorded", "injury.recorded"], scope = ["child", "household"] }
        meets = { kind = ["concern.recorded", "injury.recorded"], basis = "carer", scope = ["child", "household"] }
        other = { kind = ["concern.recorded", "injury.recorded"], basis = "observed", scope = ["child", "household"] }
        part_at_least = [2, 3]
        at_least = 2
        within = "60 days"
        until = "child.seen"
        needs = []
    """,
    "hardly-seen-alone": """
        shape = "share"
        event = ["child.seen", "visit.made"]
        of = "child.seen"
        meets = { kind = "child.seen", alone = "yes" }
        other = [{ kind = "child.seen", alone = "no" }, "visit.made"]
        part_less_than = [1, 3]
        at_least = 2
        within = "1 month"
        stands_for = "10 working days"
        until = "child.voice"
        needs = [{ kinds = ["child.voice"], sectors = ["social_care"] }]
    """,
    "all-of-it-is-hearsay": """
        shape = "share"
        event = ["assessment.completed", "strategy_discussion.held"]
        of = { kind = ["concern.recorded"], scope = ["child", "household"] }
        meets = { kind = "concern.recorded", basis = "carer" }
        other = { kind = "concern.recorded", basis = "observed" }
        part_at_least = [1, 1]
        at_least = 1
        within = "10 working days"
        stands_for = "60 days"
        needs = [{ kinds = ["concern.recorded"], sectors = ["social_care"] }]
    """,
    "met-and-nothing-better": """
        shape = "change"
        event = ["strategy_discussion.held", { kind = "exploitation.meeting", scope = ["child", "household"] }]
        measured = ["missing.reported", "injury.recorded"]
        at_least = 1
        events = 1
        within = "10 working days"
        counts_for = "60 days"
        until = "child.voice"
        needs = [{ kinds = ["missing.found"], sectors = ["social_care"] }]
    """,
    "met-twice-and-no-fewer": """
        shape = "change"
        event = "exploitation.meeting"
        measured = ["missing.reported", "exploitation.meeting"]
        at_least = 2
        events = 2
        within = "1 month"
        counts_for = "12 months"
        needs = [{ kinds = ["missing.found"], sectors = ["social_care"] }]
    """,
    "unheard-since-harm": """
        shape = "silence"
        on_record = [{ kind = "injury.recorded", scope = ["child", "household"] }, "disclosure.made"]
        while_open = [
            { opened = "involvement.opened", closed = "involvement.closed" },
            { opened = "early_help.started", closed = "early_help.ended" },
        ]
        heard = ["child.voice", { kind = "child.seen", scope = ["child", "household"] }]
        within = "20 days"
        needs = [{ kinds = ["child.voice"], sectors = ["social_care"] }]
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
