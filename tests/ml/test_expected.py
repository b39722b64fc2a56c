"""What the caller expects, as an automaton: the numbers it allows and those it does not."""

import pytest

from ml.expected import PatternRejected, expect


def allows(pattern: str, number: str) -> bool:
    expected, state = expect(pattern), 0
    for digit in number:
        state = expected.follow[state][int(digit)] if state >= 0 else state
    return state >= 0 and expected.final[state]


@pytest.mark.parametrize(
    ("pattern", "number", "allowed"),
    [
        ("5", "12345", True),
        ("5", "1234", False),
        ("4-6", "1234", True),
        ("4-6", "123456", True),
        ("4-6", "1234567", False),
        (r"\d{5}", "00000", True),
        (r"\d{3}-\d{4}", "5550199", True),
        (r"\(\d{3}\) ?\d{2,}", "55501", True),
        (r"\(\d{3}\) ?\d{2,}", "5550", False),
        ("[12]?[0-9]", "31", False),
        ("[12]?[0-9]", "29", True),
        (r"0+\d?", "0007", True),
        (r"0+\d?", "7", False),
        (r"\d*", "", True),
    ],
)
def test_a_pattern_allows(pattern: str, number: str, allowed: bool) -> None:
    assert allows(pattern, number) == allowed


@pytest.mark.parametrize("pattern", ["abc", r"\w", "{3}", "[a-z]", "7|8", "99", r"\d{40}", "9-2", "0", "0-3"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRejected):
        expect(pattern)
