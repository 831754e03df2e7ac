"""What is known of who a recipient is, and how that stands to somebody a text is about."""

from __future__ import annotations

from enum import StrEnum

from sceau.mail.model import Recipient
from sceau.review.common_names import FAMILY_NAMES, GIVEN_NAMES
from sceau.review.memory import Bound, Memory
from sceau.review.names import (
    letters,
    local_words,
    name_words,
    same_person,
    same_word,
    spells,
)
from sceau.review.own_words import folded
from sceau.review.persons import Person
from sceau.review.shapes import has_initial, is_called_at_home


class Kinship(StrEnum):
    """How a recipient stands to a person."""

    SAME = "same"
    """It is them, as far as names tell, or they were confirmed for them."""
    NAMESAKE = "namesake"
    """The name is the same, the birth date is another than the one confirmed before."""
    FAMILY = "family"
    """They share a family name."""
    OTHER = "other"
    """The names have nothing in common."""
    UNLIKE = "unlike"
    """Nothing of the name is in the address, which may be made of another name."""
    UNKNOWN = "unknown"
    """The recipient's name is not known."""


_A_NAME = 5  # letters of the shortest initial and family name told from a nickname


class Identity:
    """A recipient: the names they go by, and those whose papers are confirmed for them."""

    def __init__(self, one: Recipient, memory: Memory | None) -> None:
        known = memory.known(one.address) if memory is not None else None
        every = (one.name, *(reversed(known.names) if known else ()))
        self.names = tuple(dict.fromkeys(words for name in every if (words := name_words(name))))
        self.about: tuple[Bound, ...] = known.about if known else ()
        self.local = letters(one.address)
        self.has_digits = any(map(str.isdigit, one.address.partition("@")[0]))
        self.words = local_words(one.address)
        self.is_named = bool(self.names or self.about) or self._local_is_name()

    def _local_is_name(self) -> bool:
        """Whether what stands in front of the ``@`` is surely a name."""
        long = [one for one in self.words if len(one) > 1]
        if len(long) >= 2:
            return any(one in GIVEN_NAMES for one in long) or all(len(one) > 3 for one in long)
        if len(long) == 1:
            word = long[0]
            if word[1:] in FAMILY_NAMES or word[:-1] in FAMILY_NAMES or word in FAMILY_NAMES:
                return True
            if has_initial(word) or is_called_at_home(word):
                return True
            return any(
                word[:size] in GIVEN_NAMES or word[-size:] in GIVEN_NAMES
                for size in range(4, len(word) - 2)
            )
        return False

    def to(self, one: Person) -> Kinship:
        """Say how the recipient stands to ``one``."""
        for bound in self.about:
            if same_person(bound.words, one.words):
                differ = bound.born and one.born and bound.born != one.born
                return Kinship.NAMESAKE if differ else Kinship.SAME
        if any(same_person(name, one.words) for name in self.names):
            return Kinship.SAME
        if spells(self.local, one.words) or self._starts_alike(one):
            return Kinship.SAME
        if self._shares_family(one):
            return Kinship.FAMILY
        if self.is_named and not self._may_be(one):
            return Kinship.OTHER
        return Kinship.UNLIKE if self._is_unlike(one) else Kinship.UNKNOWN

    def _is_unlike(self, one: Person) -> bool:
        """Whether no three letters of a whole name are in an address of one word
        without digits: most of those
        with some are nicknames."""
        if self.names or self.about or self.has_digits or len(one.words) < 2:
            return False
        return (
            len(self.words) == 1
            and len(self.local) >= _A_NAME
            and not any(
                word[place : place + 3] in self.local
                for word in one.words
                for place in range(max(len(word) - 2, 1))
            )
        )

    def _may_be(self, one: Person) -> bool:
        """Whether an address without a name beside it begins as a part of the name does:
        ``paulo12``."""
        if self.names or self.about:
            return False
        if len(one.words) == 1 and len(self.words) < 2:
            return True  # a family name alone, an address of one word
        return any(len(word) > 2 and self.local.startswith(word[:3]) for word in one.words)

    def _starts_alike(self, one: Person) -> bool:
        """Whether a single word of a name (a given name in a greeting) can be theirs."""
        if len(one.words) != 1:
            return False
        word = one.words[0]
        if any(same_word(word, each) for name in self.names for each in name if len(each) > 1):
            return True
        return not self.names and (
            word in self.local or any(same_word(word, each) for each in self.words)
        )

    def _shares_family(self, one: Person) -> bool:
        family = [word for word in one.words if len(word) > 2 and word not in GIVEN_NAMES]
        family = family or [word for word in one.words[-1:] if len(word) > 2]
        mine = {word for name in self.names for word in name} | set(self.words)
        mine |= {word for bound in self.about for word in bound.words if len(word) > 2}
        return any(word in mine or (len(word) > 3 and word in self.local) for word in family)

    def is_in(self, words: list[str]) -> bool:
        """Whether a text, as its folded ``words``, names the recipient: two words of the name side
        by side, or with one between."""
        pairs = [name for name in self.names if len([one for one in name if len(one) > 1]) > 1]
        if len([one for one in self.words if len(one) > 1]) > 1:
            pairs.append(self.words)
        for place, word in enumerate(words):
            near = words[place + 1 : place + 3]
            for name in pairs:
                if word in name and any(one in name and one != word for one in near):
                    return True
            if self.local and near and len(self.local) > 5:
                joined = (word + near[0], word[0] + near[0], word + near[0][0])
                if len(word) > 1 and self.local in joined:
                    return True
        return False


def words_of_text(text: str) -> list[str]:
    """Give the words of ``text``, folded, titles and particles left out of account."""
    plain = folded(text)
    return "".join(one if one.isalpha() else " " for one in plain).split()
