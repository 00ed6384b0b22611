"""Signing in, as rules: what is refused, what a try costs, who may give a role to whom, when a session ends."""

import datetime as dt

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import RequestFactory
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from keepsight.access import accounts, sessions
from keepsight.access.accounts import answer_grant, grants_waiting, recognise, take_second_factor
from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import RecoveryCode, RoleGrant, Session, User
from keepsight.errors import WrongUse
from keepsight.store import audit, clock
from keepsight.store.models import AuditLine

PASSWORD = "a long invented password"
KEY = "00112233445566778899aabbccddeeff00112233"

pytestmark = pytest.mark.django_db


def person(username: str, role: str = "practitioner") -> User:
    name_agency("fennick", name="Fennick", sector="other")
    return add_user(username, name=username.title(), agency="fennick", role=role, password=PASSWORD)


def code(away: int = 0) -> str:
    """The code that a telephone shows so many steps from now."""
    return f"{totp(bytes.fromhex(KEY), t0=-30 * away):06}"


def tried(username: str, password: str = PASSWORD, shown: str = "") -> User | None:
    """What a try gives. The audit is written as it is at the end of each request."""
    user = recognise(RequestFactory().post("/sign-in/"), username, password, shown)
    audit.write()
    return user


@pytest.fixture
def sam(db) -> User:
    """Somebody with a telephone, the moment after it was set up."""
    sam = person("sam")
    assert take_second_factor(sam, KEY, code())
    TOTPDevice.objects.update(last_t=-1)  # half a minute later
    return sam


@pytest.mark.parametrize(
    ("username", "password", "shown"),
    [
        ("sam", "wrong", "right"),
        ("nobody", PASSWORD, "right"),
        ("sam", PASSWORD, ""),
        ("sam", PASSWORD, "000000"),
        ("sam", PASSWORD, "an-old-recovery-code"),
        ("SAM", PASSWORD, "right"),
        ("", "", ""),
    ],
)
def test_a_name_a_password_and_a_code_open_only_together(sam, username, password, shown):
    assert tried(username, password, code() if shown == "right" else shown) is None


def test_all_three_together_open(sam):
    assert tried("sam", PASSWORD, code()) == sam


def test_a_code_opens_once(sam):
    shown = code()
    assert tried("sam", PASSWORD, shown) == sam
    assert tried("sam", PASSWORD, shown) is None


@pytest.mark.parametrize("away", [-3, 3])
def test_a_code_of_another_minute_opens_nothing(sam, away):
    assert tried("sam", PASSWORD, code(away)) is None


def test_a_recovery_code_opens_once_and_stands_nowhere(db):
    sam = person("sam")
    codes = take_second_factor(sam, KEY, code())
    assert len(codes) == len(set(codes)) == 8
    assert tried("sam", PASSWORD, codes[3].upper()) == sam
    assert tried("sam", PASSWORD, codes[3]) is None
    assert not any(codes[0].replace("-", "").encode() in bytes(one.hashed) for one in RecoveryCode.objects.all())


def test_a_wrong_code_takes_no_second_factor_and_nobody_takes_a_second_one(db):
    sam = person("sam")
    assert take_second_factor(sam, KEY, "000000") is None
    assert take_second_factor(sam, KEY, "") is None
    assert not TOTPDevice.objects.exists()
    take_second_factor(sam, KEY, code())
    with pytest.raises(WrongUse):
        take_second_factor(sam, KEY, code(1))


def test_five_wrong_tries_in_a_row_and_the_sign_in_rests_even_for_the_right_one(monkeypatch, db):
    person("sam")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    for _ in range(4):
        assert tried("sam", "wrong") is None
    assert tried("sam") is not None, "four wrong tries do no harm"
    for _ in range(5):
        assert tried("sam", "wrong") is None
    assert tried("sam") is None
    monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(minutes=16))
    assert tried("sam") is not None


def test_one_person_s_wrong_tries_keep_nobody_else_out(db):
    person("sam")
    person("ola")
    for _ in range(9):
        tried("sam", "wrong")
        tried("nobody", "wrong")
    assert tried("ola") is not None


def test_a_try_is_written_down_without_what_was_entered(db):
    sam = person("sam")
    tried("sam", "Zzcanary")
    tried("zzcanary")
    lines = AuditLine.objects.filter(act=accounts.FAILED).order_by("seq").values_list("user", "about")
    assert list(lines) == [(None, f"user {sam.pk}"), (None, None)]


def test_an_account_waits_until_a_guardian_has_granted_its_role(db):
    name_agency("fennick", sector="other")
    first, _ = accounts.add_account("gil", name="Gil", agency="fennick", role="guardian")
    assert first.is_active, "somebody must be able to grant the next"
    user, password = accounts.add_account("sam", name="Sam", agency="fennick", role="practitioner")
    assert tried("sam", password) is None
    (waiting,) = grants_waiting()
    answer_grant(waiting.pk, granted=True, by=first)
    assert tried("sam", password) == user


def test_a_second_guardian_is_not_open_at_once(db):
    name_agency("fennick", sector="other")
    accounts.add_account("gil", name="Gil", agency="fennick", role="guardian")
    second, _ = accounts.add_account("hal", name="Hal", agency="fennick", role="guardian")
    assert not second.is_active


@pytest.mark.parametrize("role", ["administrator", "agency_lead", "hub_coordinator"])
def test_nobody_but_a_guardian_grants_a_role(db, role):
    grant = accounts.ask_for_role(person("sam"), "analyst")
    with pytest.raises(WrongUse):
        answer_grant(grant.pk, granted=True, by=person("ola", role))


def test_no_guardian_grants_his_own(db):
    gil = person("gil", "guardian")
    grant = accounts.ask_for_role(gil, "hub_coordinator")
    with pytest.raises(WrongUse):
        answer_grant(grant.pk, granted=True, by=gil)


def test_a_role_that_was_refused_is_not_given_and_not_answered_twice(db):
    sam, gil = person("sam"), person("gil", "guardian")
    grant = accounts.ask_for_role(sam, "hub_coordinator")
    assert User.objects.get(pk=sam.pk).role == "practitioner"
    answer_grant(grant.pk, granted=False, by=gil)
    assert User.objects.get(pk=sam.pk).role == "practitioner"
    with pytest.raises(WrongUse):
        answer_grant(grant.pk, granted=True, by=gil)


def test_asking_anew_takes_the_place_of_what_was_asked_before(db):
    sam = person("sam")
    accounts.ask_for_role(sam, "hub_coordinator")
    accounts.ask_for_role(sam, "analyst")
    assert [one.role for one in grants_waiting()] == ["analyst"]
    assert RoleGrant.objects.filter(granted=True).count() == 0


def begun(user: User) -> sessions.SessionStore:
    """A session of somebody who has just signed in."""
    store = sessions.SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store.create()
    store.save()
    return store


def test_a_session_ends_after_a_working_day_however_busy(monkeypatch, db):
    store = begun(person("sam"))
    start = timezone.now()
    for minutes in range(10, 481, 10):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: start + dt.timedelta(minutes=minutes, seconds=1))
        again = sessions.SessionStore(store.session_key)
        assert ("_auth_user_id" in again.load()) is (minutes < 480)
        if minutes < 480:
            again.save()
    assert not Session.objects.exists()


def test_a_session_that_is_not_used_ends_after_a_quarter_of_an_hour(monkeypatch, db):
    store = begun(person("sam"))
    start = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: start + dt.timedelta(minutes=15, seconds=1))
    assert sessions.SessionStore(store.session_key).load() == {}


def test_somebody_sees_and_ends_only_their_own_sessions(db):
    sam, ola = person("sam"), person("ola")
    mine, other, theirs = begun(sam), begun(sam), begun(ola)
    idle = dt.timedelta(minutes=15)
    shown = accounts.sessions(sam, mine.session_key, idle)
    assert sorted(one.here for one in shown) == [False, True]
    assert not any(store.session_key in repr(shown) for store in (mine, other, theirs)), "a key would open the session"
    (hers,) = accounts.sessions(ola, None, idle)
    assert accounts.end_session(sam, hers.name) is False
    assert accounts.end_session(sam, next(one.name for one in shown if not one.here)) is True
    assert set(Session.objects.values_list("session_key", flat=True)) == {mine.session_key, theirs.session_key}
    with pytest.raises(UpdateError):
        other.save()


def test_who_is_locked_is_signed_out_everywhere_and_stays_out(sam):
    begun(sam)
    accounts.lock(sam)
    assert not Session.objects.exists()
    assert tried("sam", PASSWORD, code()) is None


def test_a_reset_takes_the_telephone_the_recovery_codes_the_password_and_the_sessions(db):
    sam = person("sam")
    codes = take_second_factor(sam, KEY, code())
    begun(sam)
    password = accounts.reset(sam)
    assert not Session.objects.exists()
    assert tried("sam", PASSWORD) is None
    assert tried("sam", password) == sam
    TOTPDevice.objects.create(user=sam, key=KEY)
    assert tried("sam", password, codes[0]) is None


@pytest.mark.parametrize(
    ("current", "fresh", "problem"),
    [
        ("wrong", "another invented password", "current password"),
        (PASSWORD, "short", "12"),
        (PASSWORD, "passwordpassword", None),
        (PASSWORD, "qwertyuiop123", None),
    ],
)
def test_a_password_is_changed_only_by_whoever_knows_it_and_only_to_one_that_will_do(db, current, fresh, problem):
    sam = person("sam")
    said = accounts.change_password(sam, current=current, fresh=fresh)
    if problem:
        assert problem in " ".join(said)
        assert User.objects.get(pk=sam.pk).check_password(PASSWORD)
