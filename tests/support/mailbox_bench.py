"""A person's client on a mailbox of the stand-ins, and helpers that watch the same mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sceau.hooks.drafts import DraftsHook
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER, Mailbox
from sceau.outbox.ways_out.way import WayOut
from support.drafts_contract import Bench, Left
from support.same_mail import SameMail, same
from support.strict_exchange.mailbox import Box, Item
from support.strict_exchange.mime import from_mime, mime

MARKED = "À vérifier"


class MailboxBench(Bench):
    """``category`` marks in Drafts where it is set; else the folder does. ``held`` is the identity
    of the property that says who claimed a draft."""

    held = ""

    def __init__(self, box: Box, category: str = "") -> None:
        self.box = box
        self.category = category
        self._made: list[MailboxDrafts] = []

    def server(self, address: str = "") -> Mailbox:
        """Give a connection of its own."""
        raise NotImplementedError

    def hook(self, helper: str = "one") -> MailboxDrafts:
        made = MailboxDrafts(
            "compte", self.server(), helper, category=self.category, with_stream=5, without=0.2
        )
        made.prepare()
        self._made.append(made)
        return made

    def close(self) -> None:
        """Let the helpers' connections go."""
        for one in self._made:
            one.close()

    def write(self, content: bytes) -> None:
        categories = (self.category,) if self.category else ()
        self.box.create(self._place(), **{**from_mime(content), "categories": categories})

    def marked(self) -> list[SameMail]:
        items = self.box.within(self._place())[::-1]
        wanted = [one for one in items if not self.category or self.category in one.categories]
        return [_same(one) for one in wanted if not one.property(self.held)]

    def returned(self) -> list[SameMail]:
        items = self.box.within(self.box.role("drafts").id)[::-1]
        return [_same(one) for one in items if not self.category or not one.categories]

    def anywhere(self) -> list[SameMail]:
        places = [self.box.role("drafts").id]
        places += [one.id for one in self.box.folders.values() if one.name in (MARKED, WORK_FOLDER)]
        return [_same(one) for place in places for one in self.box.within(place)]

    def edit(self, content: bytes) -> None:
        fields = from_mime(content)
        fields.pop("extended", None)
        self.box.update(self._one().id, "", never_overwrite=False, **fields)

    def delete(self) -> None:
        self.box.delete(self._one().id, hard=False)

    def move_away(self) -> None:
        self.box.move(self._one().id, self._away())

    def moved_away(self) -> list[SameMail]:
        return [_same(one) for one in self.box.within(self._away())]

    def send_elsewhere(self) -> None:
        draft = self._one()
        self.box.send(draft.id, draft.change_key, self.box.role("sentitems").id)

    def mark_again(self) -> None:
        (item,) = self.box.within(self.box.role("drafts").id)
        if self.category:
            self.box.update(item.id, "", never_overwrite=False, categories=(self.category,))
        else:
            self.box.move(item.id, self._place())

    def sent(self) -> list[SameMail]:
        return [_same(one) for one in self.box.within(self.box.role("sentitems").id)]

    @contextmanager
    def leaving(self) -> Iterator[Callable[[DraftsHook], WayOut]]:
        def way_out(hook: DraftsHook) -> WayOut:
            assert isinstance(hook, MailboxDrafts)
            return hook.way_out

        yield way_out

    def left(self) -> list[Left]:
        return [Left(one.recipients, mime(one.item)) for one in self.box.sent]

    def _place(self) -> str:
        if self.category:
            return self.box.role("drafts").id
        top = self.box.role("msgfolderroot").id
        found = [one.id for one in self.box.folders.values() if one.name == MARKED]
        return found[0] if found else self.box.create_folder(top, MARKED).id

    def _away(self) -> str:
        top = self.box.role("msgfolderroot").id
        found = [one.id for one in self.box.folders.values() if one.name == "Archives"]
        return found[0] if found else self.box.create_folder(top, "Archives").id

    def _one(self) -> Item:
        away = {self.box.role("deleteditems").id, self.box.role("sentitems").id}
        (item,) = [one for one in self.box.items.values() if one.folder not in away]
        return item


def _same(item: Item) -> SameMail:
    return same(mime(item), tuple(one.address for one in item.bcc))
