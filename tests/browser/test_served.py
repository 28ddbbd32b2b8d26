"""The chat in a browser, as the person before it meets it."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Tab
from tests.editing import edit

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Served, Visit
    from tests.conftest import Run

pytestmark = pytest.mark.browser

HIGH, OWL = "The tower is 41 metres high", "A brass owl on the roof strikes the hour"


@pytest.fixture
def tab(visit: Visit, served: Served) -> Tab:
    return Tab(visit.page(), served.url)


def test_a_question_is_answered_and_a_citation_followed(tab: Tab) -> None:
    tab.ask("how high is the tower?")
    # Once beneath the answer, and once in the article.
    tab.wait(lambda: tab.underlined.count(HIGH) == 2)
    tab.ask("what strikes the hour?")
    tab.wait(lambda: tab.underlined.count(OWL) == 2)
    tab.wait_for("Where does the east door lead?")
    before = tab.pixels("3 The")

    tab.click("sentence 3")

    tab.wait(lambda: tab.underlined.count(HIGH) == 2 and tab.underlined.count(OWL) == 1)
    tab.wait(lambda: tab.pixels("3 The") != before)


def test_nothing_comes_from_another_host(visit: Visit, served: Served) -> None:
    tab = Tab(visit.page(), served.url)
    tab.ask("how high is the tower?")
    tab.wait_for("✓ Answered")

    assert {urlsplit(url).netloc for url in visit.asked} == {urlsplit(served.url).netloc}
    assert any(url.startswith("ws://") for url in visit.asked)
    assert tab.page.evaluate("""() => document.fonts.check("16px 'Roboto Mono'")""")
    assert tab.page.title() == "The clock tower of Vellmar"


def test_the_page_works_under_another_name_of_this_machine(visit: Visit, served: Served) -> None:
    other = served.url.replace("127.0.0.1", "localhost")

    Tab(visit.page(), other)

    assert {urlsplit(url).hostname for url in visit.asked} == {"localhost"}


def test_two_tabs_are_two_conversations(visit: Visit, tab: Tab, served: Served) -> None:
    tab.ask("how high is the tower?")
    tab.wait_for("✓ Answered")
    other = Tab(visit.page(), served.url)

    other.ask("/export")

    other.wait_for("There is no conversation to export yet.")
    assert HIGH not in other.underlined
    assert "how high is the tower?" not in "\n".join(other.lines)


def test_an_export_is_a_download(tab: Tab) -> None:
    tab.ask("how high is the tower?")
    tab.wait_for("✓ Answered")

    with tab.page.expect_download() as caught:
        tab.ask("/export json ../my talk.json")

    assert caught.value.suggested_filename == "my-talk.json"
    record = json.loads(Path(caught.value.path()).read_text("utf-8"))
    assert [turn["question"] for turn in record["turns"]] == ["how high is the tower?"]


def test_the_key_exports_too(tab: Tab) -> None:
    tab.ask("hello!")
    tab.wait_for("Ask me about the tower")

    with tab.page.expect_download() as caught:
        tab.page.keyboard.press("Control+s")

    assert caught.value.suggested_filename.endswith(".md")


def test_an_answer_is_copied_to_the_clipboard_of_the_browser(tab: Tab) -> None:
    tab.ask("how high is the tower?")
    tab.wait_for("✓ Answered")

    tab.page.keyboard.press("Control+y")

    tab.wait_for("Copied the last answer.")
    copied = tab.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"{HIGH}.\n\n“{HIGH}” (sentence 3)"


def test_the_end_is_told_and_another_beginning_offered(tab: Tab) -> None:
    tab.ask("/quit")
    tab.page.get_by_text("The chat has ended.").wait_for()

    tab.page.keyboard.press("Enter")

    tab.page.get_by_text("The chat has ended.").wait_for(state="hidden")
    tab.page.wait_for_selector("body.-first-byte")
    tab.wait_for("Try asking")


def test_a_chat_that_cannot_start_is_no_blank_page(
    visit: Visit, serve: Serve, tiny_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(tiny_folder, tmp_path / "pack")
    with serve(tmp_path / "pack") as served:
        (tmp_path / "pack/intents/tower.yaml").write_text("topic: [", "utf-8")
        page = visit.page()
        page.goto(served.url)

        page.get_by_text("The chat has ended.").wait_for()


def test_a_title_is_shown_as_it_stands(serve: Serve, tiny_folder: Path, tmp_path: Path, visit: Visit) -> None:
    shutil.copytree(tiny_folder, tmp_path / "pack")
    about = tmp_path / "pack/intents/pack.yaml"
    title = "</title><script>alert(1)</script> & {{ 1 }}"
    about.write_text(about.read_text("utf-8").replace("The clock tower of Vellmar", f"'{title}'"), "utf-8")
    with serve(tmp_path / "pack") as served:
        assert Tab(visit.page(), served.url).page.title() == title


def test_a_paste_that_is_too_large_is_refused_and_the_chat_goes_on(tab: Tab) -> None:
    refused = []
    tab.page.on("dialog", lambda dialog: (refused.append(dialog.message), dialog.accept()))
    tab.page.evaluate("() => navigator.clipboard.writeText('how high is the tower? '.repeat(200_000))")

    tab.page.keyboard.press("Control+Shift+v")

    tab.wait(lambda: refused)
    assert refused[0].startswith("That is more than the chat takes at once.")
    tab.ask("how high is the tower?")
    tab.wait_for("✓ Answered")


def test_without_the_token_the_page_says_what_to_do(visit: Visit, served: Served) -> None:
    page = visit.page()
    page.goto(served.origin)

    page.get_by_text("Copy the whole address that the terminal printed").wait_for()


# Who may come


def answer(
    served: Served, path: str, *, method: str = "GET", knows_token: bool = True, **headers: str
) -> http.client.HTTPResponse:
    """What comes back, read."""
    place = urlsplit(served.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    if knows_token:
        connection.request("GET", f"/?{place.query}", headers=headers)
        welcome = connection.getresponse()
        welcome.read()
        headers["Cookie"] = (welcome.getheader("Set-Cookie") or "").partition(";")[0]
    connection.request(method, path, headers=headers)
    got = connection.getresponse()
    got.text = got.read().decode("utf-8", "replace")  # type: ignore[attr-defined]
    connection.close()
    return got


def status(served: Served, path: str, **headers: str) -> int:
    return answer(served, path, **headers).status


@pytest.mark.parametrize("path", ["/", "/ws"])
@pytest.mark.parametrize(
    "headers", [{"Origin": "http://example.org"}, {"Origin": "null"}, {"Host": "example.org"}]
)
def test_another_site_is_turned_away(served: Served, path: str, headers: dict[str, str]) -> None:
    assert status(served, path, **headers) == 403


def test_the_public_address_is_welcome(serve: Serve, tiny_folder: Path) -> None:
    with serve(tiny_folder, "--public-url", "https://chat.example.org/") as served:
        place = {"Host": "chat.example.org", "Origin": "https://chat.example.org"}
        assert served.said[0].startswith("The chat is at https://chat.example.org/?token=")
        assert ", served from http://127." in served.said[0]
        assert status(served, "/", **place) == 200


# The command


def test_ctrl_c_ends_it_and_every_chat(serve: Serve, tiny_folder: Path, visit: Visit) -> None:
    with serve(tiny_folder) as served:
        tab = Tab(visit.page(), served.url)
        listed = ["ps", "--ppid", str(served.process.pid), "-o", "pid="]
        chats = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()

        assert served.end() == (0, "")

        assert len(chats) == 1
        tab.wait(lambda: not Path("/proc", chats[0]).exists())
        tab.page.get_by_text("The server has ended.").wait_for()


def test_an_address_for_others_comes_with_a_warning(serve: Serve, tiny_folder: Path) -> None:
    with serve(tiny_folder, "--host", "0.0.0.0", lines=2) as served:
        assert served.said[0] == (
            "Warning: anyone who can reach this machine at 0.0.0.0 and knows the token can use the chat;"
            " there is no encryption. Nothing that is said is kept.\n"
        )
        assert "http://127.0.0.1:" in served.url
        assert status(served, "/") == 200


@pytest.mark.parametrize(("arguments", "kept"), [((), True), (("--host", "0.0.0.0"), False)])
def test_what_visitors_say_is_kept_on_this_machine_alone(
    serve: Serve, tiny_folder: Path, visit: Visit, arguments: tuple[str, ...], kept: bool
) -> None:
    with serve(tiny_folder, *arguments, lines=1 if kept else 2) as served:
        Tab(visit.page(), served.url)
        listed = ["ps", "-ww", "--ppid", str(served.process.pid), "-o", "args="]
        (chat,) = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()

    assert ("--no-history" not in chat) is kept


def test_a_port_that_is_taken(run: Run, tiny_folder: Path) -> None:
    pytest.importorskip("textual_serve")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--pack", tiny_folder)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr == f"127.0.0.1, port {port}: Address already in use\n"


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "nowhere.invalid", "", "x" * 300])
def test_an_address_that_is_not_of_this_machine(run: Run, tiny_folder: Path, host: str) -> None:
    pytest.importorskip("textual_serve")
    done = run("serve", "--host", host, "--port", "0", "--pack", tiny_folder)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{host}, port 0: ")
    assert done.stderr.count("\n") == 1


def test_a_bad_pack_is_told_before_anything_is_served(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("textual_serve")
    done = run("serve", "--port", "0", "--pack", tmp_path / "none")

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "http" not in done.stderr


def test_a_tab_follows_the_saves(visit: Visit, serve: Serve, tiny_copy: Path) -> None:
    with serve(tiny_copy, "--watch") as running:
        tab = Tab(visit.page(), running.url)
        tab.wait_for("Try asking")
        edit(tiny_copy, "how tall is it", "how tall is it, zorbles from toe to tip")
        tab.wait_for("The pack was reloaded: 1 phrase more.")
        tab.ask("Zorbles from toe to tip?")
        tab.wait_for("The tower is 41 metres high.")


def test_no_file_of_the_server_is_read(tab: Tab, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("question\nhow high is the tower?\n", "utf-8")

    tab.ask(f"/batch {tmp_path / 'q.csv'}")

    tab.wait_for("A chat in a browser reads no files.")
    assert "A batch of" not in "\n".join(tab.lines)
