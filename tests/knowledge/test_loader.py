"""Loading: what a sound pack becomes, and folders and files that cannot be read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import AssistantError, PackError
from assistant.knowledge import (
    Fact,
    Intent,
    IntentKind,
    Quote,
    Term,
    Topic,
    default_pack_folder,
    files,
    load_pack,
)

from .conftest import BRIDGE

if TYPE_CHECKING:
    from .conftest import PackFolder

NO_ARTICLE = "seeds:1:1: there is no article here: put its text in a file whose name ends in .txt"
NO_TOPIC = "intents:1:1: there is no topic file here, such as approval.yaml, with facts and intents"
NO_PACK = "intents/pack.yaml:1:1: this file is missing: it holds the title, about and welcome of the pack"


def test_sound_pack(pack: PackFolder) -> None:
    loaded = pack.load()

    assert (loaded.title, loaded.about) == ("The bridge", "A bridge is to be built.")
    assert loaded.welcome == (
        "Who wants the bridge?",
        "When does the work begin?",
        "What will the bridge do?",
    )
    assert loaded.topics["bridge"] == Topic("bridge", "The bridge itself")
    assert list(loaded.sources) == ["article.txt"]
    assert loaded.facts["begins_in_may"] == Fact(
        "begins_in_may",
        "Work begins in May.",
        (Quote("article.txt", 4, 143, 161, "Work begins in May"),),
    )
    assert list(loaded.intents)[:5] == ["purpose", "start", "wanted", "gap_cost", "hello"]
    assert loaded.intents["wanted"] == Intent(
        "wanted",
        IntentKind.ANSWER,
        "bridge",
        "Who wants the bridge?",
        ("Who wants the bridge?", "who is for it"),
        ("joins_banks", "begins_in_may"),
        verdict="yes",
    )
    assert loaded.intents["gap_cost"].says == "The article does not give the cost."
    assert loaded.terms == {
        "bridge": Term("bridge", ("bridge", "crossing")),
        "ada_lund": Term("ada_lund", ("ada lund", "dr lund"), "person"),
        "river_seine": Term("river_seine", ("seine",), "river", in_article=False),
    }
    assert loaded.stop_words == {"please"}


def test_every_quote_is_where_it_says(pack: PackFolder) -> None:
    loaded = pack.load()
    for fact in loaded.facts.values():
        for quote in fact.quotes:
            source = loaded.sources[quote.source]
            sentence = source.sentences[quote.sentence - 1]
            assert source.text[quote.start : quote.end] == quote.text
            assert sentence.start <= quote.start < quote.end <= sentence.end


def test_mappings_cannot_be_changed(pack: PackFolder) -> None:
    with pytest.raises(TypeError):
        pack.load().facts["new"] = Fact("new", "x", ())  # type: ignore[index]


def test_source_keeps_every_code_point(pack: PackFolder) -> None:
    text = "\ufeffOne.\r\nTwo\rThree 😀"
    pack.write("seeds/b.txt", text)

    assert pack.load().sources["b.txt"].text == text


def test_sources_and_topics_are_in_order_of_name(pack: PackFolder) -> None:
    pack.write("seeds/b.txt", "B.")
    pack.write("seeds/a.txt", "A.")
    pack.write("intents/a.yaml", "topic: a\ntitle: A\n")

    assert list(pack.load().sources) == ["a.txt", "article.txt", "b.txt"]
    assert list(pack.load().topics) == ["a", "bridge", "smalltalk"]


def test_lexicon_may_be_missing(pack: PackFolder) -> None:
    (pack.root / "intents/lexicon.yaml").unlink()

    assert not pack.load().terms


def test_hidden_and_other_files_do_not_count(pack: PackFolder) -> None:
    for name in ("intents/.bridge.yaml.swp", "intents/._bridge.yaml", "intents/notes.md", "seeds/.x.txt"):
        pack.write(name, b"\xff\x00")

    assert len(pack.load().sources) == 1


def test_texts_are_stripped_but_quotes_are_not_touched(pack: PackFolder) -> None:
    pack.edit("statement: Work begins in May.", "statement: |\n      Work begins in May.\n")
    assert pack.load().facts["begins_in_may"].statement == "Work begins in May."

    pack.edit("quotes: [Work begins in May]", "quotes:\n      - |\n        Work begins in May\n")
    assert [problem.split("; ")[1] for problem in pack.problems()] == [
        'only quotation marks, dashes or spaces differ: write "Work begins in May"'
    ]


def test_a_key_name_in_another_case_is_near(pack: PackFolder) -> None:
    pack.edit("phrases: [price]", "Phrases: [price]")

    assert pack.problems()[0].endswith("there is no key “Phrases”; did you mean “phrases”?")


@pytest.mark.parametrize(
    ("remove", "problems"),
    [
        (("seeds/article.txt",), [NO_ARTICLE]),
        (("seeds/article.txt", "seeds"), ["seeds:1:1: there is no such folder"]),
        (("intents/bridge.yaml",), [NO_TOPIC]),
        (("intents/pack.yaml",), [NO_PACK]),
        (("intents/pack.yaml", "intents/bridge.yaml", "intents/lexicon.yaml"), [NO_PACK, NO_TOPIC]),
        (
            ("intents/pack.yaml", "intents/bridge.yaml", "intents/lexicon.yaml", "intents"),
            ["intents:1:1: there is no such folder"],
        ),
    ],
)
def test_missing_files(pack: PackFolder, remove: tuple[str, ...], problems: list[str]) -> None:
    for name in remove:
        path = pack.root / name
        path.rmdir() if path.is_dir() else path.unlink()

    assert sorted(pack.problems()) == sorted(problems)


def test_empty_pack(pack: PackFolder) -> None:
    pack.write("intents/bridge.yaml", "topic: bridge\ntitle: Nothing yet\nfacts: []\n")

    assert pack.problems() == [
        "intents:1:1: no file here has any fact",
        "intents:1:1: no file here has any intent",
    ]


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_empty_article(pack: PackFolder, text: str) -> None:
    pack.write("seeds/empty.txt", text)

    assert pack.problems() == ["seeds/empty.txt:1:1: the file is empty"]


def test_file_that_is_not_utf8(pack: PackFolder) -> None:
    pack.write("seeds/article.txt", "Ein Satz.\nÄÖ und dann ".encode() + b"\xe4 Ende")
    pack.write("intents/lexicon.yaml", b"terms: []\n\xff\xfe")

    assert pack.problems() == [
        "intents/lexicon.yaml:2:1: the byte 0xFF is not UTF-8: save the file with the encoding UTF-8",
        "seeds/article.txt:2:13: the byte 0xE4 is not UTF-8: save the file with the encoding UTF-8",
    ]


def test_folder_in_the_place_of_a_file(pack: PackFolder) -> None:
    (pack.root / "intents/x.yaml").mkdir()
    (pack.root / "seeds/x.txt").mkdir()

    assert pack.problems() == [
        "intents/x.yaml:1:1: this is a folder, not a file",
        "seeds/x.txt:1:1: this is a folder, not a file",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_named_pipe_in_the_place_of_a_file_is_not_waited_for(pack: PackFolder) -> None:
    os.mkfifo(pack.root / "intents/x.yaml")

    assert pack.problems() == ["intents/x.yaml:1:1: this is not a file"]


def test_link_to_nothing(pack: PackFolder) -> None:
    (pack.root / "intents/x.yaml").symlink_to("nowhere")

    assert pack.problems() == ["intents/x.yaml:1:1: cannot be read: No such file or directory"]


def test_file_that_may_not_be_read(pack: PackFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(path: Path, *arguments: str) -> object:
        if path.name == "lexicon.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refuse)

    assert pack.problems() == ["intents/lexicon.yaml:1:1: cannot be read: Permission denied"]


def test_file_that_is_too_large(pack: PackFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1_000_000)
    pack.write("intents/x.yaml", "#" * 1_000_001)

    assert pack.problems() == ["intents/x.yaml:1:1: the file is larger than 1 MB"]


@pytest.mark.parametrize("name", ["intents/more.yml", "intents/more.YAML", "seeds/more.TXT"])
def test_file_whose_name_ends_otherwise(pack: PackFolder, name: str) -> None:
    pack.write(name, "topic: more\ntitle: More\n")
    ending = ".txt" if name.startswith("seeds") else ".yaml"

    assert pack.problems() == [f"{name}:1:1: this file is not read: its name must end in {ending}"]


def test_no_such_pack(pack: PackFolder) -> None:
    with pytest.raises(PackError, match=r"^nowhere:1:1: there is no such folder$"):
        load_pack(Path("nowhere"))


def test_pack_that_is_a_file(pack: PackFolder) -> None:
    with pytest.raises(PackError, match=r"^seeds/article\.txt:1:1: this is not a folder$"):
        load_pack(pack.root / "seeds/article.txt")


def test_paths_outside_the_current_folder_are_shown_as_given(
    pack: PackFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack.root / "intents/pack.yaml").unlink()
    monkeypatch.chdir(pack.root / "seeds")

    assert pack.problems() == [f"{pack.root}/{NO_PACK}"]


def test_path_is_shown_without_what_a_terminal_acts_upon(pack: PackFolder) -> None:
    pack.write("intents/a\x1b[1m.yaml", "")

    assert "\x1b" not in "".join(pack.problems())


def test_default_pack_is_that_of_the_checkout() -> None:
    assert default_pack_folder() == Path(__file__).parents[2]


def test_default_pack_of_a_wheel_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "assistant"
    monkeypatch.setattr(files, "_PACKAGE", package)
    with pytest.raises(AssistantError, match="there is no default pack in"):
        default_pack_folder()

    for folder in ("seeds", "intents"):
        (tmp_path / folder).mkdir()
    assert default_pack_folder() == tmp_path
    (package / "default_pack").mkdir(parents=True)
    assert default_pack_folder() == package / "default_pack"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    start=st.integers(0, len(BRIDGE)),
    length=st.integers(0, 80),
    middle=st.text(
        alphabet=st.one_of(st.sampled_from(" \n:-[]{}'\"#abyesno5_"), st.characters(codec="utf-8")),
        max_size=12,
    ),
)
def test_any_edit_is_sound_or_a_problem_within_the_file(
    pack: PackFolder, start: int, length: int, middle: str
) -> None:
    text = BRIDGE[:start] + middle + BRIDGE[start + length :]
    pack.write("intents/bridge.yaml", text)

    try:
        pack.load()
    except PackError as error:
        problems = error.problems
    else:
        return
    assert problems
    lines = [problem.line for problem in problems if problem.path == "intents/bridge.yaml"]
    assert all(1 <= line <= len(text.splitlines()) + 1 for line in lines)


def test_a_big_pack_loads_quickly(pack: PackFolder) -> None:
    intents = "\n".join(
        f"  - id: intent_{number}\n    kind: gap\n    question: Question {number}?\n    says: No.\n"
        "    phrases:\n"
        + "\n".join(f"      - a phrase about this {number} and that {phrase}" for phrase in range(22))
        for number in range(130)
    )
    pack.write("intents/big.yaml", f"topic: big\ntitle: Big\nintents:\n{intents}\n")
    pack.load()

    started = time.perf_counter()
    pack.load()
    # About 0.06 s where this was written; the bound only tells of work that has grown out of proportion.
    assert time.perf_counter() - started < 1


def test_types_come_without_yaml_and_pydantic() -> None:
    code = (
        "import sys; from assistant.knowledge import Pack, Source;"
        "print({'yaml', 'pydantic', 'rapidfuzz'} & set(sys.modules))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert printed.stdout == "set()\n"
