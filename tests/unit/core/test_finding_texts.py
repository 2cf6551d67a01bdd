import pytest

from carinspect.core.dataset_findings import Finding, FindingKind, Fix, Severity
from carinspect.core.finding_texts import finding_words, fix_text, severity_text

NUMBERS = dict.fromkeys(
    [
        "photos",
        "groups",
        "leaked",
        "judged_on",
        "limit",
        "share",
        "size",
        "detail",
        "guess",
        "damaged_size",
        "damaged_detail",
        "undamaged_size",
        "undamaged_detail",
        "sources",
        "undamaged",
        "damaged",
        "commoner",
        "low",
        "high",
        "left_out",
        "kept",
    ],
    0.5,
)


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_has_a_title_an_explanation_and_an_effect(kind):
    words = finding_words(Finding(kind, Severity.HINT, numbers=NUMBERS))

    assert all(words)
    assert "{" not in "".join(words)


@pytest.mark.parametrize("fix", Fix)
def test_every_fix_says_what_it_does(fix, tmp_path):
    groups = ((tmp_path / "a", tmp_path / "b"), (tmp_path / "c", tmp_path / "d"))

    assert fix_text(Finding(FindingKind.LEAK, Severity.SERIOUS, groups, fix=fix))
    assert fix_text(Finding(FindingKind.FEW, Severity.HINT)) == ""


def test_severities_have_different_words():
    assert len({severity_text(severity) for severity in Severity}) == len(Severity)
