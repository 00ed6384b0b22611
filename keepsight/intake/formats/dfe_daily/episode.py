"""An episode of the daily records as the census words it: the same dates under the census's names, so that it reads as one."""

from keepsight.intake.formats.cin_census.parts import Part
from keepsight.intake.reading.braces import Object, objects, text

OWN = {
    "referral_date": "CINreferralDate",
    "referral_source": "ReferralSource",
    "referral_no_further_action_flag": "ReferralNFA",
    "closure_date": "CINclosureDate",
    "closure_reason": "ReasonForClosure",
}
GROUPS = {
    "child_and_family_assessments": (
        "Assessments",
        {"start_date": "AssessmentActualStartDate", "authorisation_date": "AssessmentAuthorisationDate"},
    ),
    "child_in_need_plans": ("CINPlanDates", {"start_date": "CINPlanStartDate", "end_date": "CINPlanEndDate"}),
    "section_47_assessments": ("Section47", {"start_date": "S47ActualStartDate", "icpc_date": "DateOfInitialCPC"}),
    "child_protection_plans": ("ChildProtectionPlans", {"start_date": "CPPstartDate", "end_date": "CPPendDate"}),
}
NOT_REQUIRED = {
    "false": "true",
    "true": "false",
}  # the record says whether a conference is required; the census, whether it is not


def part_of_episode(episode: Object) -> tuple[Part, bool]:
    """The episode under the census's names; and whether parts of it were left out because they are to be withdrawn."""
    part, withdrawn = Part(_values(episode, OWN)), False
    for name, (element, names) in GROUPS.items():
        for one in objects(episode.get(name, [])):
            if one.get("purge") is True:
                withdrawn = True
                continue
            inner = Part(_values(one, names))
            if (required := text(one, "icpc_required_flag")) in NOT_REQUIRED:
                inner.values["ICPCnotRequired"] = [NOT_REQUIRED[required]]
            if isinstance(factors := one.get("factors"), list) and factors:
                codes = [str(code) for code in factors]
                inner.groups["FactorsIdentifiedAtAssessment"] = [Part({"AssessmentFactors": codes})]
            part.groups.setdefault(element, []).append(inner)
    return part, withdrawn


def _values(said: Object, names: dict[str, str]) -> dict[str, list[str]]:
    return {element: [words] for name, element in names.items() if (words := text(said, name)) is not None}
