"""The pack of a conference: refusals stand with those of the conference; here, that nothing called is said and not shown empty."""

from tests.pages.town_people import child, given, signed_in


def test_where_none_was_called_the_pack_says_so(town: None) -> None:
    page = signed_in("ivo").get(f"/children/{child('wren')}/conference/pack/").content.decode()
    assert "No conference has been called" in page
    assert given("ivo", "conference_pack", child_id=child("wren"))["sections"] == []
