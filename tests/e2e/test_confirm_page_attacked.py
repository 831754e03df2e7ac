"""What the confirmation page withstands in Chromium: hostile names, and script from elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from support.pages import ConfirmPage, confirm_page
from support.views import (
    CLEAN,
    HOSTILE,
    HOSTILE_NAME,
)

pytestmark = pytest.mark.e2e


def test_hostile_names_are_text(shown: ConfirmPage) -> None:
    shown.show(HOSTILE)
    assert shown.page.evaluate("globalThis.taken") is None
    assert shown.page.locator("#page img, #page script").count() == 0
    name = shown.page.locator(".row .name").first
    expect(name).to_have_text(HOSTILE_NAME)
    text = shown.page.locator("#page").inner_text()
    assert not set("‪‫‬‭‮\x00") & set(text)
    domains = shown.page.locator(".domain").all()
    assert [one.bounding_box()["width"] > 40 for one in domains] == [True, True]  # type: ignore[index]


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.append(Object.assign(document.createElement('script'),"
        " { text: 'globalThis.taken = 1' }))",
        "document.body.innerHTML = '<img src=x onerror=\"globalThis.taken = 1\">'",
        "document.body.setAttribute('onclick', 'globalThis.taken = 1'); document.body.click()",
        "setTimeout('globalThis.taken = 1', 0)",
        "new Function('globalThis.taken = 1')()",
        "fetch('http://sceau.test/stolen').then(() => { globalThis.taken = 1; })",
        "new WebSocket('ws://sceau.test/').onopen = () => { globalThis.taken = 1; }",
        "document.body.append(Object.assign(document.createElement('iframe'),"
        " { srcdoc: '<script>parent.taken = 1</script>' }))",
        "trustedTypes.createPolicy('own', { createHTML: (text) => text }).createHTML('');"
        " globalThis.taken = 1",
    ],
    ids=[
        "a script element",
        "markup with a handler",
        "a handler attribute",
        "text as a timer",
        "text as a function",
        "a request",
        "a socket",
        "a frame",
        "a policy of its own",
    ],
)
def test_the_policy_holds(browser: Browser, attack: str) -> None:
    with confirm_page(browser) as page:
        page.show(CLEAN)
        # Later, by the page itself: what the debugger runs is not held to the policy.
        page.page.evaluate(f"() => {{ setTimeout(() => {{ {attack} }}, 0); }}")
        page.page.wait_for_timeout(150)
        assert page.page.evaluate("globalThis.taken") is None


def test_a_form_and_a_base_go_nowhere(browser: Browser) -> None:
    with confirm_page(browser) as page:
        page.show(CLEAN)
        page.page.evaluate(
            "() => { const form = document.createElement('form'); form.action = '/stolen';"
            " document.body.append(form); form.submit(); }"
        )
        page.page.wait_for_timeout(150)
        assert page.page.url == "http://sceau.test/"


def test_nothing_can_be_put_in_the_place_of_what_the_window_process_calls(
    shown: ConfirmPage,
) -> None:
    shown.show(CLEAN)
    assert shown.page.evaluate("Object.isFrozen(sceau)")
    assert shown.page.evaluate("Object.keys(sceau)") == ["show", "update", "reset", "ping"]
