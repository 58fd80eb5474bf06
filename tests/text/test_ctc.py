"""Reading under an alphabet and a grammar."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.text.alphabet import Alphabet, Charset
from hmtocr.text.ctc import choose, search, steps_of, weigh

CHARSET = Charset("0123456789OIlZSAB()-*★（男女")


def steps(*rows: dict[str, float]) -> np.ndarray:
    """Probabilities from what is seen at each step; "" is the blank, what is left over goes to it."""
    out = np.zeros((len(rows), len(CHARSET.classes)), np.float32)
    for t, row in enumerate(rows):
        for char, p in row.items():
            out[t, CHARSET.index[char] if char else 0] += p
        out[t, 0] += 1 - sum(row.values())
    return out


def test_a_repeated_character_needs_a_gap_between() -> None:
    digits = CHARSET.alphabet("0123456789")
    assert search(steps({"1": 1}, {"1": 1}), digits)[0].text == "1"
    assert search(steps({"1": 1}, {"": 1}, {"1": 1}), digits)[0].text == "11"


def test_look_alikes_are_read_as_what_the_alphabet_holds() -> None:
    seen = steps({"O": 0.9}, {"": 1}, {"l": 0.8}, {"": 1}, {"S": 0.9})
    assert search(seen, CHARSET.alphabet("0123456789"))[0].text == "015"
    assert search(steps({"★": 0.9}, {"": 1}, {"A": 0.9}), CHARSET.alphabet("*AZ"))[0].text == "*A"


def test_the_grammar_chooses_between_what_the_pixels_support() -> None:
    alphabet = CHARSET.alphabet("ABZ0123456789()")
    seen = steps({"Z": 0.9}, {"": 1}, {"2": 0.5, "Z": 0.5}, {"": 1}, {"（": 0.9}, {"A": 0.8}, {")": 0.9})
    assert search(seen, alphabet, r"[A-Z]\d\([0-9A-Z]\)")[0].text == "Z2(A)"


def test_nothing_fits_is_told_as_nothing() -> None:
    assert search(steps({"男": 1}), CHARSET.alphabet("男女"), r"女") == ()


def test_alternatives_come_with_probabilities_and_steps() -> None:
    found = search(steps({"": 1}, {"3": 0.6, "8": 0.4}), CHARSET.alphabet("0123456789"))
    assert [c.text for c in found][:2] == ["3", "8"]
    assert found[0].probability > found[1].probability > 0.3
    assert found[0].steps == (1,)


def test_a_closed_list_is_told_apart_though_nothing_is_legible() -> None:
    seen = steps({"男": 0.02, "女": 0.001}, {"": 1})
    found = choose(seen, CHARSET.alphabet("男女"), ("男", "女"))
    assert [c.text for c in found] == ["男", "女"]
    assert found[0].probability > 10 * found[1].probability


def test_a_chosen_text_has_the_weight_that_a_search_gives_it() -> None:
    seen = steps({"1": 0.7, "7": 0.2}, {"": 1}, {"2": 0.9})
    alphabet = CHARSET.alphabet("0123456789")
    assert choose(seen, alphabet, ("12",))[0].probability == pytest.approx(
        search(seen, alphabet)[0].probability, rel=0.01
    )


def test_a_large_alphabet_is_read_as_if_all_of_it_were_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    han = "".join(chr(0x4E00 + i) for i in range(900))
    charset = Charset(han)
    alphabet = charset.alphabet(han)
    seen = np.full((5, len(charset.classes)), 1e-8, np.float32)
    for step, share in enumerate(({han[3]: 0.7, han[800]: 0.2}, {}, {han[41]: 0.5, han[42]: 0.3}, {}, {han[3]: 0.9})):
        for char, p in share.items():
            seen[step, charset.index[char]] = p
        seen[step, 0] = 1 - sum(share.values())
    cut = search(seen, alphabet)
    monkeypatch.setattr(Alphabet, "within", lambda self, *_: self)
    whole = search(seen, alphabet)
    assert cut[0].text == han[3] + han[41] + han[3]
    assert [c.text for c in cut] == [c.text for c in whole]
    assert [c.probability for c in cut] == pytest.approx([c.probability for c in whole], rel=1e-3)


def test_a_text_weighs_the_same_by_its_own_part_of_a_large_alphabet(monkeypatch: pytest.MonkeyPatch) -> None:
    han = "".join(chr(0x4E00 + i) for i in range(900))
    charset = Charset(han)
    alphabet = charset.alphabet(han)
    seen = np.random.default_rng(5).random((9, len(charset.classes))).astype(np.float32) ** 20
    texts = (han[3] + han[3], han[899] + han[0], han[41])
    parts = [(weigh(seen, alphabet, text), steps_of(seen, alphabet, text)) for text in texts]
    told = [(c.text, c.probability) for c in choose(seen, alphabet, texts)]
    assert weigh(seen, alphabet, "x") == 0.0
    monkeypatch.setattr(Alphabet, "of", lambda self, _: self)
    for text, (weight, steps) in zip(texts, parts, strict=True):
        assert weight == pytest.approx(weigh(seen, alphabet, text), rel=1e-4)
        assert steps == steps_of(seen, alphabet, text)
    assert [text for text, _ in told] == [c.text for c in choose(seen, alphabet, texts)]
