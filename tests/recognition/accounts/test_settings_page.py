"""Settings are kept in the account, or in the browser's session without one."""

import re
from typing import Any

import pytest
from django.test import Client

from ml.numbers.scores import Weights
from recognition.accounts.models import Preferences
from recognition.display.confidence import Confidence
from recognition.templatetags.reading_tags import percent
from tests.conftest import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.services]
CHOSEN = {"stop": 0, "theme": "dark", "pen_width": 12, "keep_days": 7}


def html_tag(client: Client) -> str:
    return str(re.findall("<html[^>]*>", client.get("/").content.decode())[0])


def shown(client: Client) -> Preferences:
    preferences: Preferences = client.get("/settings").context["form"].instance
    return preferences


@pytest.mark.parametrize("who", ["alice", "stranger"])
def test_they_are_kept(who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.post("/settings", CHOSEN).status_code == 302
    kept = shown(client)
    assert (kept.theme, kept.pen_width, kept.keep_days) == ("dark", 12, 7)
    assert kept.threshold == Confidence.of_active_model().stops[0].threshold
    assert "dark" in html_tag(client)


def test_without_an_account_no_row_is_made(stranger: Client) -> None:
    stranger.post("/settings", CHOSEN)
    assert not Preferences.objects.exists()


def test_they_are_nobody_elses(alice: Client, bob: Client, stranger: Client) -> None:
    alice.post("/settings", CHOSEN)
    assert "dark" in html_tag(alice)
    assert [html_tag(other) for other in (bob, stranger)] == ['<html lang="en">'] * 2


def test_an_account_has_them_in_every_browser(alice: Client) -> None:
    alice.post("/settings", CHOSEN)
    elsewhere = Client()
    elsewhere.force_login(Preferences.objects.get().user)
    assert "dark" in html_tag(elsewhere)


def test_the_models_own_threshold_is_kept_as_none_and_so_follows_the_model(alice: Client) -> None:
    alice.post("/settings", {**CHOSEN, "stop": Confidence.of_active_model().nearest(None)})
    assert Preferences.objects.get().threshold is None


@pytest.mark.parametrize(
    "nonsense", [{"stop": 99}, {"stop": "x"}, {"theme": "pink"}, {"pen_width": 1000}, {"keep_days": -1}]
)
def test_nonsense_is_not_kept(alice: Client, nonsense: dict[str, Any]) -> None:
    response = alice.post("/settings", {**CHOSEN, **nonsense})
    assert "This was not saved" in response.content.decode()
    assert not Preferences.objects.exists()


def test_the_slider_says_what_it_means(stranger: Client) -> None:
    page = stranger.get("/settings").content.decode()
    confidence = Confidence.of_active_model()
    assert confidence.number_threshold == max(confidence.own_threshold, Weights.load().threshold)
    assert f"sure from {percent(confidence.number_threshold)} on" in page
    stop = confidence.stops[confidence.nearest(None)]
    assert f"<b data-undecided>{stop.undecided}</b>" in page
    assert f"<b data-mistakes>{stop.mistakes}</b>" in page
    assert page.count("data-row") == len(confidence.stops)


def test_the_page_to_draw_on_knows_the_pen(alice: Client) -> None:
    alice.post("/settings", CHOSEN)
    assert alice.get("/").context["preferences"].pen_width == 12


def test_what_a_choice_means_is_tied_to_it(stranger: Client) -> None:
    page = stranger.get("/settings").content.decode()
    [described] = re.findall(r'<select name="keep_days"[^>]* aria-describedby="([^"]*)"', page)
    assert f'<p id="{described}">Then the picture or drawing is deleted' in page


def test_nobody_keeps_pictures_for_longer_than_the_site(stranger: Client, settings: Any) -> None:
    settings.RETENTION_DAYS = 30
    choices = dict(stranger.get("/settings").context["form"].fields["keep_days"].choices)
    assert list(choices) == [0, 1, 7]
    assert "30 days" in choices[0]


def test_the_page_has_a_theme_before_the_user_is_known(alice: Client, settings: Any) -> None:
    """The limit on bodies answers before anybody is logged in, with a page like any other."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert alice.post("/upload", {"image": "x" * 100}).status_code == 413


def test_bob_has_none_until_he_chooses() -> None:
    assert shown(logged_in("bob")).threshold is None
