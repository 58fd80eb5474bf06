"""What prints alike in Simplified and Traditional form is Simplified on a permit; what does not stays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.documents.simplified import as_name, as_text
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import search
from hmtocr.text.recogniser import Posterior

Steps = list[Mapping[str, float]]


def read(steps: Steps, name: bool = True) -> tuple[str, float]:
    """What is made of characters with these probabilities, one step each, a blank after it."""
    charset = Charset(sorted({char for step in steps for char in step}))
    seen = np.zeros((2 * len(steps), len(charset.classes)), np.float32)
    seen[1::2, 0] = 1
    for i, step in enumerate(steps):
        for char, share in step.items():
            seen[2 * i, charset.index[char]] = share
        seen[2 * i, 0] = 1 - sum(step.values())
    alphabet = charset.alphabet("".join(charset.classes[1:-1]))
    weighed = as_name if name else as_text
    best = weighed(search(seen, alphabet), Posterior(seen, 100, 1.0), alphabet)[0]
    assert len(best.steps) == len(best.text)
    return best.text, best.probability


def test_a_form_that_is_hardly_likelier_gives_way() -> None:
    text, probability = read([{"胡": 0.99}, {"悅": 0.7, "悦": 0.25}])
    assert text == "胡悦"
    assert 0.4 < probability < 0.7


@pytest.mark.parametrize("steps", [[{"胡": 0.99}, {"悅": 0.95, "悦": 0.01}], [{"林": 0.9}, {"囍": 0.9}], [{"悦": 0.9}]])
def test_what_is_clear_or_has_one_form_stays(steps: Steps) -> None:
    expected = "".join(max(step, key=lambda char: step[char]) for step in steps)
    assert read(steps)[0] == expected


def test_an_address_has_no_traditional_forms_unless_they_are_quite_clear() -> None:
    steps: Steps = [{"長": 0.95, "长": 0.02}, {"沙": 0.99}]
    assert read(steps)[0] == "長沙"
    assert read(steps, name=False)[0] == "长沙"


def test_fields_of_permits_are_weighed_so() -> None:
    assert face_of("hmt-permit", "taiwan", "front").field("name_zh").weighed is as_name
