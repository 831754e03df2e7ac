"""The password of what is sealed: made when it is needed, and again where it would tell whom a mail
is for."""

from __future__ import annotations

from sceau.desk.chosen_password import ChosenPassword


class Told:
    """Names that no password may hold, and passwords made one after the other."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._made = iter(("durand-1", "durand-2", "petit-3"))
        self.password = ChosenPassword(
            lambda _: next(self._made), "words", lambda one: any(name in one for name in self.names)
        )


def test_it_is_made_once_it_is_needed_and_stays() -> None:
    told = Told()
    assert not told.password.tells
    assert told.password.value == told.password.value == "durand-1"
    told.password.fit()
    assert told.password.value == "durand-1"


def test_one_that_says_something_about_whom_was_added_is_made_anew() -> None:
    told = Told()
    assert told.password.value == "durand-1"
    told.names.append("durand")
    assert told.password.tells
    told.password.fit()
    assert not told.password.tells
    assert told.password.value == "durand-2"


def test_one_that_was_typed_stays_and_is_told() -> None:
    told = Told()
    told.password.use("chez-durand")
    told.names.append("durand")
    told.password.fit()
    assert (told.password.value, told.password.tells) == ("chez-durand", True)


def test_another_takes_its_place_when_asked_for() -> None:
    told = Told()
    told.password.use("chez-durand")
    told.password.another("characters")
    assert (told.password.kind, told.password.value) == ("characters", "durand-1")


def test_one_that_opens_files_already_stays() -> None:
    told = Told()
    told.password.use("durand-0", fixed=True)
    told.names.append("durand")
    told.password.fit()
    told.password.another("characters")
    assert (told.password.kind, told.password.value) == ("words", "durand-0")
