"""Reviewed digits become a training set: right labels, nobody in both halves, each traceable to its reviewer."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from PIL import Image

from ml.training.data.sets import reviewed
from recognition.feedback import checked
from recognition.models import Prediction
from recognition.review.training_set import examples, is_held_out, write
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(autouse=True)
def people(db: None) -> list[User]:
    return [User.objects.create_user(f"person{number}") for number in range(30)]


def strip(*values: int) -> bytes:
    """Glyphs whose grey level says which one they are."""
    file = io.BytesIO()
    Image.fromarray(np.hstack([np.full((28, 28), 10 + value, np.uint8) for value in values])).save(file, "PNG")
    return file.getvalue()


def judged(person: str, text: str, verdict: str, label: str = "", values: tuple[str, ...] = ()) -> Prediction:
    row = read(person, text, glyphs=strip(*(int(value) for value in text)))
    row.review(**checked(row, verdict, label, values), source="user", reviewer_id=row.owner_id)
    return row


def learned() -> list[tuple[int, int]]:
    """(the glyph's own value, the label it has)."""
    return [(int(one.glyph[0, 0]) - 10, one.label) for one in examples()]


def test_what_was_right_teaches_what_was_read() -> None:
    judged("person0", "407", "accepted")
    assert learned() == [(4, 4), (0, 0), (7, 7)]


def test_a_correction_teaches_the_truth_glyph_by_glyph() -> None:
    judged("person0", "41", "corrected", values=("9", ""))
    assert learned() == [(4, 9), (1, 10)]


def test_a_number_typed_anew_teaches_nothing_as_nobody_knows_which_ink_is_which() -> None:
    judged("person0", "41", "corrected", label="415")
    assert learned() == []


def test_what_is_no_digit_teaches_that_and_what_nobody_can_tell_teaches_nothing() -> None:
    judged("person0", "4", "not_a_digit")
    judged("person0", "5", "unclear")
    assert learned() == [(4, 10)]


def test_the_latest_word_counts() -> None:
    row = judged("person0", "4", "accepted")
    row.review(**checked(row, "corrected", "9"), source="staff")
    assert learned() == [(4, 9)]


def test_a_deleted_picture_teaches_nothing() -> None:
    judged("person0", "4", "accepted").forget()
    assert learned() == []


def test_nobody_is_in_both_halves_and_both_have_somebody() -> None:
    halves = {person: {is_held_out(read(person, text)) for text in "47"} for person in map(str, User.objects.all())}
    assert {len(half) for half in halves.values()} == {1}
    assert {next(iter(half)) for half in halves.values()} == {True, False}


def test_the_files_lead_back_to_prediction_and_reviewer(tmp_path: Path) -> None:
    rows = [judged(f"person{number}", "7", "accepted") for number in range(30)]
    teach, judge = write(tmp_path)
    assert (teach + judge, teach > judge > 0) == (30, True)
    assert len(reviewed(tmp_path / "reviews.npz").digits) == judge
    with (tmp_path / "index.csv").open(newline="") as file:
        index = list(csv.DictReader(file))
    assert {line["prediction"] for line in index} == {str(row.pk) for row in rows}
    assert {line["reviewer"] for line in index} == {f"person{number}" for number in range(30)}
    assert all((tmp_path / line["file"]).is_file() for line in index)


def test_the_command_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("training_set", str(tmp_path / "set"))
    assert "0 digits to learn from, 0 of people held out" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("training_set", str(tmp_path / "file" / "set"))
