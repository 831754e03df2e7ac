"""The conversation of one click: in whatever order things happen, nothing is released that was not
confirmed, nothing after *keep*, and nothing twice."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sceau.hooks.frames import After, Details, Keep, Made, Release, Send, Written
from sceau.hooks.thunderbird.changes import Confirmed
from sceau.hooks.thunderbird.conversation import Conversation, State
from sceau.mail.edits import MoveToBcc, OneMailPerRecipient
from sceau.phrases import phrase

ADDRESSES = ("marie@orange.example", "paul@free.example", "jean@sfr.example")


def details(to: tuple[str, ...] = ADDRESSES, bcc: tuple[str, ...] = ()) -> Details:
    return Details(
        sender="c@ghe-valmont.example",
        to=tuple(Written(text=one) for one in to),
        bcc=tuple(Written(text=one) for one in bcc),
        subject="Bilan",
        text="Bonjour",
    )


SEND = Send(compose="1", request="1.1", details=details())


class Talking(RuleBasedStateMachine):
    """Everything the person, the add-on and Thunderbird may do, at any time."""

    @initialize(edits=st.sampled_from(["none", "bcc", "each"]))
    def begin(self, edits: str) -> None:
        made = {
            "none": (),
            "bcc": (MoveToBcc(ADDRESSES),),
            "each": (OneMailPerRecipient(),),
        }[edits]
        self.kind = edits
        self.confirmed = Confirmed(SEND, made, {})
        self.talk = Conversation(SEND)
        self.edited = self.kept = self.gone = False
        self.released: list[int] = []
        self.sent: dict[int, bool] = {}

    def right(self, copy: int) -> Details:
        if self.kind == "bcc":
            return details((), ADDRESSES)
        return details((ADDRESSES[copy],)) if self.kind == "each" else details()

    @rule()
    def the_person_sends(self) -> None:
        answer = self.talk.edit(self.confirmed)
        assert (answer is not None) == (not self.edited and not self.kept and not self.gone)
        self.edited = self.edited or answer is not None

    @rule(copy=st.integers(0, 3), right=st.booleans())
    def the_add_on_read_back(self, copy: int, right: bool) -> None:
        known = self.right(min(copy, 2)) if right else details(("autre@mal.example",))
        before = self.talk.state
        answer = self.talk.made(Made(compose="1", request="1.1", copy=copy, details=known))
        if isinstance(answer, Release):
            assert right
            assert self.edited
            assert not self.kept
            assert not self.gone
            assert copy not in self.released
            assert copy or all(self.sent.get(one) for one in range(1, self.talk.count))
            self.released.append(copy)
        elif isinstance(answer, Keep):
            self.kept = True
        else:
            assert before in (State.DECIDING, State.OVER)

    @rule(copy=st.integers(0, 3), left=st.booleans())
    def thunderbird_says_what_became_of_it(self, copy: int, left: bool) -> None:
        was_over = self.talk.state is State.OVER
        answer = self.talk.after(After(compose="1", request="1.1", copy=copy, left=left))
        if copy in self.released and not was_over:
            self.sent.setdefault(copy, left)
        if answer is not None:
            assert not left
            self.kept = True
            assert set(answer.remaining).isdisjoint(
                ADDRESSES[one] for one in self.released if self.sent.get(one, True)
            )

    @rule(why=st.sampled_from([None, phrase("error.thunderbird-silent")]))
    def the_person_goes_back(self, why: None) -> None:
        over = self.talk.state is State.OVER
        answer = self.talk.keep(why)
        assert (answer is None) == over
        self.kept = self.kept or answer is not None

    @precondition(lambda self: self.talk.state is not State.OVER)
    @rule()
    def thunderbird_goes(self) -> None:
        self.talk.gone()
        self.gone = True

    @invariant()
    def what_left_was_released_once(self) -> None:
        if not hasattr(self, "talk"):
            return
        assert len(self.released) == len(set(self.released))
        assert {one.copy for one in self.talk.left} == {
            copy for copy, left in self.sent.items() if left
        }
        assert self.talk.unknown == len(self.released) - len(self.sent)
        assert self.talk.can_cancel <= (not self.released)


TestTalking = Talking.TestCase
TestTalking.settings = settings(max_examples=300, stateful_step_count=20, deadline=None)


def each(*addresses: str) -> tuple[Conversation, list[Made]]:
    talk = Conversation(SEND)
    talk.edit(Confirmed(SEND, (OneMailPerRecipient(),), {}))
    return talk, [
        Made(compose="1", request="1.1", copy=copy, details=details((one,)))
        for copy, one in enumerate(addresses)
    ]


def after(copy: int, left: bool = True) -> After:
    return After(compose="1", request="1.1", copy=copy, left=left)


def test_separate_mails_leave_before_the_window_itself() -> None:
    talk, made = each(*ADDRESSES)
    for copy in (1, 2, 0):
        assert isinstance(talk.made(made[copy]), Release)
        assert talk.after(after(copy)) is None
    assert talk.state is State.OVER
    assert len(talk.left) == 3


def test_the_window_itself_is_not_released_before_the_others_left() -> None:
    talk, made = each(*ADDRESSES)
    talk.made(made[1])
    talk.after(after(1))
    answer = talk.made(made[0])
    assert isinstance(answer, Keep)
    assert set(answer.remaining) == {ADDRESSES[0], ADDRESSES[2]}


def test_whom_a_separate_mail_did_not_reach_stays_a_recipient() -> None:
    talk, made = each(*ADDRESSES)
    talk.made(made[1])
    talk.after(after(1))
    talk.made(made[2])
    answer = talk.after(after(2, left=False))
    assert isinstance(answer, Keep)
    assert set(answer.remaining) == {ADDRESSES[0], ADDRESSES[2]}
    assert [one.copy for one in talk.left] == [1]
