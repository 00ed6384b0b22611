"""Histories with a name each, in the words of `fixtures.py`: rounds of this and that, and what counts only after a while."""

OF_ROUNDS = {
    "two rounds of one matter": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        = holds 2025-05-08 2025-06-04
    """,
    "a round is closed on the tenth day": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-15 involvement.closed
        = holds 2025-05-15 2025-06-04
    """,
    "and not on the eleventh": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-16 involvement.closed
    """,
    "what is seen to last spends the rounds before it": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        2025-05-10 involvement.opened
        2025-05-21 child.seen
        = holds 2025-05-08 2025-05-21
    """,
    "but not a day early": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        2025-05-10 involvement.opened
        2025-05-20 child.seen
        = holds 2025-05-08 2025-06-04
    """,
    "nor where it may have been closed in between": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        2025-05-10 involvement.opened
        2025-05-16..2025-05-25 involvement.closed
        2025-05-22 child.seen
        = holds 2025-05-08 2025-06-04
    """,
    "nor in another matter": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        2025-05-10 involvement.opened
        2025-05-21 child.seen thread=other
        = holds 2025-05-08 2025-06-04
    """,
    "opened in one matter and closed in another is no round": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened thread=one
        2025-05-03 involvement.closed thread=two
        2025-05-05 involvement.opened thread=one
        2025-05-08 involvement.closed thread=two
    """,
    "a round of each of two matters": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened thread=one
        2025-05-03 involvement.closed thread=one
        2025-05-05 involvement.opened thread=two
        2025-05-08 involvement.closed thread=two
        2025-05-20 child.voice thread=three
        = holds 2025-05-08 2025-06-04
    """,
    "what came before the turn does not spend it": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-02 child.voice
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        = holds 2025-05-08 2025-06-04
    """,
    "two claims of two matters, ten working days on": """
        said-and-not-looked 2025-06-30
        2025-05-01 concern.recorded thread=one
        2025-05-02 injury.recorded thread=two
        = holds 2025-05-20
    """,
    "of two openings the nearer is shown": """
        came-and-went 2025-06-30
        2025-05-01 involvement.opened
        2025-05-02 involvement.opened
        2025-05-03 involvement.closed
        2025-05-05 involvement.opened
        2025-05-08 involvement.closed
        = holds 2025-05-08 2025-06-04
    """,
    "one that does not count yet is not shown": """
        said-and-not-looked 2025-06-30
        2025-05-01 concern.recorded thread=one
        2025-05-02 injury.recorded thread=two
        2025-06-27 concern.recorded thread=three
        = holds 2025-05-20
    """,
    "what was done about one entry alone puts that one right": """
        said-and-not-looked 2025-06-30
        2025-05-01 concern.recorded thread=one
        2025-05-02 injury.recorded thread=two
        2025-05-12 concern.answered about=1
    """,
    "and no other": """
        said-and-not-looked 2025-06-30
        2025-05-01 concern.recorded thread=one
        2025-05-02 injury.recorded thread=two
        2025-05-03 school.absence
        2025-05-12 concern.answered about=2
        = holds 2025-05-20
    """,
    "whoever has known the child for more than a year has no answer": """
        longest-contact-unheard 2025-06-30
        2024-01-10 child.seen agency=school
        2025-05-01 concern.raised agency=school thread=one
        = holds 2025-05-17
    """,
    "three lines of a plan said to be done, and nobody looked for thirty days": """
        claims-without-evidence 2025-06-30
        2025-05-01 plan.line_claimed thread=one
        2025-05-02 plan.line_claimed thread=two
        2025-05-03 plan.line_claimed thread=three
        = holds 2025-06-03
    """,
    "three letters from one service": """
        not-brought-run 2025-06-30
        2025-05-01 appointment.not_brought service=dentist
        2025-05-08 appointment.not_brought service=dentist
        2025-05-15 appointment.not_brought service=dentist
    """,
    "three referrals of two agencies came to nothing": """
        repeat-referrals-no-action 2025-06-30
        2025-03-01 referral.decided outcome=no_further_action agency=school
        2025-04-01 referral.decided outcome=signposted agency=police
        2025-05-01 referral.decided outcome=no_further_action agency=school
        = holds 2025-05-01
    """,
    "three injuries at two places, never looked at together": """
        presentations-in-isolation 2025-06-30
        2025-03-01 emergency.attended presented_with=injury service=here
        2025-04-01 emergency.attended presented_with=ingestion service=there
        2025-05-01 emergency.attended presented_with=injury service=here
        = holds 2025-05-01
    """,
}
