"""The password in the mail: found wherever a person puts it, invented nowhere."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.mail.model import Attachment, Mail
from sceau.review.candidates import MOST, candidates, stands_in
from sceau.review.reading.trying import opening
from sceau.seal.pdf import seal_pdf
from support import pdfs
from support.secret_mails import AROUND, MAILS, mail, password, with_secret


def test_of_a_thousand_mails_with_the_password_each_is_found() -> None:
    missed = []
    for seed in range(MAILS):
        one, secret = with_secret(seed)
        if secret not in {found.text for found in candidates(one)}:
            missed.append((one.subject, one.text, one.attachments[0].name, secret))
    assert missed == []


def test_of_a_thousand_mails_without_it_none_is_invented() -> None:
    for seed in range(MAILS):
        random = Random(seed)
        secret = password(random)
        one = mail(random, random.choice(AROUND).format(password(random)))
        assert secret not in {found.text for found in candidates(one)}
        assert stands_in(secret, one) is None


def test_a_password_known_beforehand_is_found_however_it_is_written() -> None:
    for seed in range(MAILS):
        one, secret = with_secret(seed)
        assert stands_in(secret, one) is not None


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_really_opens_the_file(seed: int) -> None:
    one, secret = with_secret(seed)
    sealed = seal_pdf(pdfs.report(), secret).content
    assert opening(sealed, [found.text for found in candidates(one)]) == secret
    other = mail(Random(seed))
    assert opening(sealed, [found.text for found in candidates(other)]) == ""


def test_an_ordinary_mail_is_tried_in_a_moment() -> None:
    for seed in range(50):
        assert len(candidates(mail(Random(seed)))) < 400


def test_a_long_mail_is_tried_in_part_the_likeliest_first() -> None:
    words = " ".join(f"mot{number}x" for number in range(5_000))
    one = Mail(text=f"{words}\nmdp : 7kf3-9xpa")
    found = [each.text for each in candidates(one)]
    assert len(found) == MOST
    assert "7kf3-9xpa" in found[:10]


@given(st.text(), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_candidates_that_can_be_typed(text: str, subject: str, name: str) -> None:
    attachment = Attachment(id="2", name=name, media_type="x/y", size=1)
    found = candidates(Mail(text=text, subject=subject, attachments=(attachment,)))
    assert len(found) == len({one.text for one in found}) <= MOST
    assert all(3 <= len(one.text) <= 127 for one in found)


def test_a_candidate_is_never_shown() -> None:
    [*found] = candidates(Mail(text="mdp : 7kf3-9xpa"))
    assert "7kf3" not in repr(found)
