"""What is learnt from a mail that left."""

from __future__ import annotations

from sceau.mail.model import Attachment, Mail, Recipient
from sceau.memory.learning import learnt
from sceau.review.memory import Bound, Known, Memory
from sceau.review.reading.model import FileReading
from sceau.review.settling import pair_key

MARIE = Recipient(field="to", address="Marie@x.example", name="Marie Durand")
PAUL = Recipient(field="cc", address="paul@y.example", name="paul@y.example")


def learn(memory: Memory, *people: Recipient, day: int = 100, **more: object) -> Memory:
    mail = Mail(recipients=people, **more.pop("mail", {}))  # type: ignore[arg-type]
    given: dict[str, object] = {"readings": {}, "day": day, **more}
    for one in tuple(learnt(memory, mail, **given)):  # type: ignore[arg-type]
        memory.put(one)
    return memory


def known(memory: Memory, address: str) -> Known:
    found = memory.known(address)
    assert found is not None
    return found


def test_a_recipient_is_counted_and_named() -> None:
    memory = learn(learn(Memory(), MARIE), MARIE, day=120)
    marie = known(memory, "marie@X.example")
    assert (marie.names, marie.count, marie.last) == (("Marie Durand",), 2, 120)


def test_an_address_given_as_a_name_is_none() -> None:
    assert known(learn(Memory(), PAUL), PAUL.address).names == ()


def test_people_of_one_mail_are_company_and_those_of_a_circular_are_not() -> None:
    memory = learn(Memory(), MARIE, PAUL)
    assert known(memory, MARIE.address).companions == ("paul@y.example",)
    crowd = [Recipient(field="bcc", address=f"p{one}@z.example") for one in range(30)]
    memory = learn(Memory(), *crowd)
    assert {one.companions for one in memory} == {()}


def test_lists_and_broken_addresses_are_nobody() -> None:
    memory = learn(
        Memory(),
        Recipient(field="to", address="all@x.example", kind="list"),
        Recipient(field="to", address="marie", defect="no-at"),
    )
    assert len(memory) == 0


def test_what_was_confirmed_for_good_is_kept_and_a_pair_goes_to_its_person() -> None:
    memory = learn(
        Memory(), MARIE, settled=(pair_key("marie@x.example", ("leo", "durand"), ""), "homonym:m")
    )
    assert known(memory, MARIE.address).about == (Bound(("leo", "durand")),)
    assert memory.is_settled("homonym:m")


def test_a_file_is_known_again_by_its_content() -> None:
    file = Attachment(id="2", name="a.pdf", media_type="application/pdf", size=1)
    readings = {"2": FileReading(kind="pdf", digest="ab")}
    memory = learn(Memory(), MARIE, readings=readings, mail={"attachments": (file,)})
    memory = learn(memory, PAUL, readings=readings, mail={"attachments": (file,)})
    assert memory.sent_to("ab") == ("marie@x.example", "paul@y.example")


def test_a_conversation_goes_on_with_everybody_who_was_in_it() -> None:
    memory = learn(Memory(), MARIE, messages=("<1@x>",))
    memory = learn(memory, PAUL, messages=("<2@x>",), mail={"references": ("<1@x>", "<r@y>")})
    found = memory.thread("<2@x>")
    assert found is not None
    assert set(found.people) == {"marie@x.example", "paul@y.example"}
