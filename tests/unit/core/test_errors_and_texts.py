import pickle
import string

import pytest

from carinspect.core import texts
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import choose_language
from carinspect.core.inspection import Outcome
from carinspect.core.quality import Flaw


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("code", ErrorCode)
def test_every_error_has_a_sentence_that_names_its_facts(code, language):
    choose_language(language)
    template = texts._error_sentences()[code]
    facts = {name: f"<{name}>" for _, name, _, _ in string.Formatter().parse(template) if name}

    sentence = texts.error_text(CarInspectError(code, **facts))

    assert all(fact in sentence for fact in facts.values())
    assert sentence.rstrip().endswith((".", ")."))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_outcomes_and_flaws_have_words_of_their_own(language):
    choose_language(language)

    assert len({texts.outcome_text(outcome) for outcome in Outcome}) == len(Outcome)
    assert len({texts.flaw_text(flaw) for flaw in Flaw}) == len(Flaw)


def test_an_error_survives_the_way_to_another_process():
    error = pickle.loads(pickle.dumps(CarInspectError(ErrorCode.PHOTO_EMPTY, photo="a.jpg")))

    assert error.code is ErrorCode.PHOTO_EMPTY
    assert error.facts == {"photo": "a.jpg"}


def test_braces_in_a_file_name_are_not_read_as_a_placeholder():
    text = texts.error_text(CarInspectError(ErrorCode.PHOTO_EMPTY, photo="{0}{x}.jpg"))

    assert text.startswith("{0}{x}.jpg is empty")
