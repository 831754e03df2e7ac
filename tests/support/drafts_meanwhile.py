"""What every hook of drafts is held to while a draft is claimed and its writer goes on with it."""

from __future__ import annotations

from sceau.outbox.sources import Standing
from support.drafts_contract import NOTE, Bench, mail, new_id


class MeanwhileContract:
    """The contract's second part; see :class:`~support.drafts_contract.DraftsContract`."""

    def test_edited_after_it_was_shown_it_does_not_stand(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        bench.edit(mail(text="Tout autre chose."))
        assert draft.standing(held) is not Standing.AS_SHOWN
        draft.restore(held, mail(), changed=False)
        draft.put_back(held, NOTE)
        assert bench.anywhere() == [mail(text="Tout autre chose.")]

    def test_deleted_after_it_was_shown_it_does_not_stand(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        bench.delete()
        assert draft.standing(held) is Standing.GONE
        draft.put_back(held, NOTE)
        draft.remove(held)
        assert bench.anywhere() == []

    def test_moved_away_after_it_was_shown_it_stays_where_its_writer_wants_it(
        self, bench: Bench
    ) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        bench.move_away()
        assert draft.standing(held) is Standing.GONE
        draft.put_back(held, NOTE)
        draft.remove(held)
        assert bench.moved_away() == [mail()]
        assert bench.anywhere() == []

    def test_sent_from_another_client_after_it_was_shown_it_is_not_sent_again(
        self, bench: Bench
    ) -> None:
        bench.write(mail())
        hook = bench.hook()
        (draft,) = bench.noticed(hook)
        held = new_id()
        draft.claim(held)
        bench.send_elsewhere()
        before = bench.sent()
        assert draft.standing(held) is Standing.GONE
        draft.put_back(held, NOTE)
        draft.remove(held)
        assert bench.anywhere() == []
        assert bench.sent() == before
        assert hook.drafts() == []
