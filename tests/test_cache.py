"""The cache: what was loaded once is not loaded again, and no cache is ever an error or wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from platformdirs import user_cache_dir

from assistant import Assistant, cache
from assistant.dialogue import compiled
from assistant.errors import PackError
from assistant.knowledge import default_pack_folder, load_pack, loader, stamps
from assistant.knowledge.flat import flatten, unflatten

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

QUESTIONS = [
    "How high is the tower?",
    "how tall is the belfri",
    "where does the door lead?",
    "Who designed the tower?",
    "Who rings the bell in Orsholm?",
    "is it free for kids, and when does it open?",
    "Hello!",
    "zxqv",
]


class Loads:
    """Counts how often a pack was really loaded."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, folder: Path) -> Any:
        self.count += 1
        return load_pack(folder)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    counter = Loads()
    monkeypatch.setattr(loader, "load_pack", counter)
    return counter


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache's folder, of this test alone; not there yet."""
    path = tmp_path / "not" / "there yet"
    monkeypatch.setenv(cache.VARIABLE, str(path))
    return path


@pytest.fixture
def pack(tiny_folder: Path, tmp_path: Path) -> Path:
    """A pack that may be changed."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "pack"))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a pack, which a test has just made, count as made long ago."""
    monkeypatch.setattr(stamps, "_SETTLED_NS", -(10**9))


def replies(assistant: Assistant) -> list[str]:
    chat = assistant.conversation()
    alone = [assistant.ask(question).model_dump_json() for question in QUESTIONS]
    return alone + [chat.ask(question).model_dump_json() for question in (*QUESTIONS, "why?", "tell me more")]


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


# A hit


def test_a_pack_comes_back_as_it_was() -> None:
    pack = load_pack(default_pack_folder())

    assert unflatten(flatten(pack)) == pack


@pytest.mark.parametrize("old", [False, True], ids=["files just made", "files made long ago"])
def test_the_second_time_nothing_is_loaded_and_all_is_the_same(
    folder: Path, pack: Path, loads: Loads, old: bool, request: pytest.FixtureRequest
) -> None:
    if old:
        request.getfixturevalue("settled")
    first = Assistant.load(pack)
    second = Assistant.load(pack)

    assert loads.count == 1
    assert second.pack == first.pack
    assert list(second.pack.intents) == list(first.pack.intents)
    assert replies(second) == replies(first)


def test_the_default_pack_answers_the_same(folder: Path, assistant: Assistant) -> None:
    questions = [intent.question for intent in assistant.pack.intents.values()][::7]
    questions += ["whst day did teh cabinet aprove it", "who met, and where?", "is quantum covered?"]
    first, second = Assistant.load(), Assistant.load()

    assert [second.ask(q) for q in questions] == [first.ask(q) for q in questions]
    assert [second.explain(q) for q in questions] == [first.explain(q) for q in questions]


def test_nobody_else_may_read_it(folder: Path, pack: Path) -> None:
    Assistant.load(pack)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert only_file(folder).stat().st_mode & 0o777 == 0o600


def test_each_pack_has_its_own(folder: Path, pack: Path, tmp_path: Path, loads: Loads) -> None:
    other = Path(shutil.copytree(pack, tmp_path / "other"))
    for each in (pack, other, pack, other):
        Assistant.load(each)

    assert loads.count == 2


def test_what_nobody_loads_any_more_is_forgotten(folder: Path, pack: Path, tmp_path: Path) -> None:
    Assistant.load(pack)
    new = only_file(folder).name
    old = "assistant-0badcafe.cpython-310.cache"
    only_file(folder).rename(folder / old)
    for name in (old, f"{old}.4711.part", "notes.txt", "other.cache", "assistant-notes.cache"):
        (folder / name).touch()
        os.utime(folder / name, (1e9, 1e9))

    Assistant.load(pack)

    left = {path.name for path in folder.iterdir()}
    assert left == {new, "notes.txt", "other.cache", "assistant-notes.cache"}


@pytest.mark.parametrize("setting", ["", None], ids=["empty", "unset"])
def test_the_variable_says_where(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / "cache"))
    if setting is None:
        monkeypatch.delenv(cache.VARIABLE)
    else:
        monkeypatch.setenv(cache.VARIABLE, setting)
    Assistant.load(pack)

    assert bool(list((tmp_path / "home").rglob("*.cache"))) == (setting is None)


@pytest.mark.parametrize("variable", [None, "", " ", "~/here", "/tmp/there"])
def test_the_users_folder_is_that_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, variable: str | None
) -> None:
    if variable is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", variable)

    assert str(cache.user_folder()) == user_cache_dir("assistant", appauthor=False)


def test_without_a_home_or_a_present_folder_nothing_is_kept(
    environment: dict[str, str], tmp_path: Path
) -> None:
    code = (
        "import os, sys\n"
        "os.rmdir(os.getcwd())\n"
        "from assistant import cache\n"
        "print(cache.place('a'))\n"
        "os.environ.pop(cache.VARIABLE)\n"
        "os.environ.pop('HOME', None)\n"
        "os.environ.pop('XDG_CACHE_HOME', None)\n"
        "sys.modules['pwd'] = None\n"
        "print(cache.place('a'))\n"
    )
    (tmp_path / "gone").mkdir()

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {cache.VARIABLE: "relative"},
        cwd=tmp_path / "gone",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("None\nNone\n", "")


# Damage


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def link(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder_instead(path: Path) -> None:
    path.unlink()
    (path / "in it").mkdir(parents=True)


def other_header(*header: Any) -> Callable[[Path], None]:
    def replace(path: Path) -> None:
        entry = cache.read(path)
        assert entry is not None
        cache.write(path, cache.Entry(header, entry.payload))

    return replace


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        shorten,
        flip,
        link,
        pipe,
        folder_instead,
        pytest.param(other_header(), id="header of no known shape"),
        pytest.param(other_header((), None, b""), id="of another engine"),
        pytest.param(other_header(compiled._READ_ENGINE, None, b"no hash"), id="of another pack"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(os.urandom(5000)), id="garbage"),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes().replace(b"cache 1", b"cache 0")), id="format"
        ),
        pytest.param(lambda path: path.chmod(0o622), id="others may write it"),
    ],
)
def test_a_damaged_or_foreign_file_is_passed_over(
    folder: Path, pack: Path, loads: Loads, damage: Callable[[Path], None], settled: None
) -> None:
    first = Assistant.load(pack)
    damage(only_file(folder))

    second = Assistant.load(pack)

    assert loads.count == 2
    assert second.pack == first.pack
    Assistant.load(pack)
    assert loads.count == (3 if damage is folder_instead else 2), "it is mended"


def test_someone_elses_file_is_passed_over(
    folder: Path, pack: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    Assistant.load(pack)
    monkeypatch.setattr(os, "geteuid", lambda: only_file(folder).stat().st_uid + 1)
    Assistant.load(pack)

    assert loads.count == 2


@pytest.mark.parametrize("place", ["a file", "a file/in it", "no\nsuch/../place", "x" * 300, "/proc/here"])
def test_a_folder_that_cannot_be_written_does_no_harm(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / place))

    assert Assistant.load(pack).ask(QUESTIONS[0]).citations
    assert Assistant.load(pack).ask(QUESTIONS[0]).citations
    assert not list(tmp_path.rglob("*.part"))


def test_a_full_disk_leaves_nothing_behind(folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    Assistant.load(pack)

    assert list(folder.iterdir()) == []


# Changes


def change(path: Path, old: str, new: str) -> None:
    """Edit a file and cover the traces: the same size, and the same time of modification."""
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


@pytest.mark.parametrize("old", [False, True], ids=["files just made", "files made long ago"])
def test_a_change_is_noticed_whatever_the_time_and_size(
    folder: Path, pack: Path, old: bool, request: pytest.FixtureRequest
) -> None:
    if old:
        request.getfixturevalue("settled")
    Assistant.load(pack)
    change(pack / "intents/tower.yaml", "The tower is 41 metres high.", "The tower is 41 meters tall.")

    assert Assistant.load(pack).ask("How high is the tower?").answer == "The tower is 41 meters tall."


def test_a_touched_pack_is_known_by_its_content(
    folder: Path, pack: Path, loads: Loads, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Assistant.load(pack)
    for path in pack.rglob("*.*"):
        path.touch()
    Assistant.load(pack)
    monkeypatch.setattr(stamps, "digest", None)
    Assistant.load(pack)

    assert loads.count == 1


def test_a_hit_writes_nothing(folder: Path, pack: Path, settled: None) -> None:
    Assistant.load(pack)
    before = only_file(folder).stat()
    Assistant.load(pack)

    assert only_file(folder).stat().st_ino == before.st_ino


def test_a_hit_on_files_just_made_writes_nothing(
    folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_SETTLED_NS", 10**12)
    Assistant.load(pack)
    before = only_file(folder).stat()
    Assistant.load(pack)

    assert only_file(folder).stat().st_ino == before.st_ino


@pytest.mark.parametrize("name", ["intents/more.yml", "intents/more.yaml", "seeds/empty.txt"])
def test_a_new_file_is_noticed(folder: Path, pack: Path, settled: None, name: str) -> None:
    Assistant.load(pack)
    (pack / name).touch()

    with pytest.raises(PackError, match=Path(name).name):
        Assistant.load(pack)


def test_a_missing_file_is_noticed(folder: Path, pack: Path, settled: None) -> None:
    Assistant.load(pack)
    (pack / "intents/pack.yaml").unlink()

    with pytest.raises(PackError, match="this file is missing"):
        Assistant.load(pack)


def test_a_broken_pack_is_told_of_each_time(folder: Path, pack: Path) -> None:
    path = pack / "intents/tower.yaml"
    path.write_text(path.read_text("utf-8").replace("facts: [owl]", "facts: [owls]"), "utf-8")

    for _ in range(2):
        with pytest.raises(PackError, match="owls"):
            Assistant.load(pack)
    assert not folder.exists()


def test_a_pack_that_is_edited_while_it_is_loaded_is_not_kept(
    folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load_and_edit(folder: Path) -> Any:
        loaded = load_pack(folder)
        with (folder / "intents/tower.yaml").open("a") as file:
            file.write("\n")
        return loaded

    monkeypatch.setattr(loader, "load_pack", load_and_edit)
    Assistant.load(pack)

    assert not folder.exists()


def test_what_python_leaves_beside_the_engine_does_not_matter(
    folder: Path, pack: Path, loads: Loads, settled: None
) -> None:
    Assistant.load(pack)
    (pack / "intents/__pycache__").mkdir()
    (pack / "intents/notes").mkdir()
    Assistant.load(pack)
    (pack / "intents/notes/.swp").touch()
    Assistant.load(pack)

    assert loads.count == 2, "a new folder is noticed, what is in it is not"


def test_an_edited_engine_starts_afresh(
    folder: Path, pack: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    Assistant.load(pack)
    monkeypatch.setattr(compiled, "_READ_ENGINE", ("edited",))
    Assistant.load(pack)
    Assistant.load(pack)

    assert loads.count == 3, "and is not kept while what runs is not what stands in the files"


# Processes


def test_many_processes_at_once(
    environment: dict[str, str], folder: Path, pack: Path, tmp_path: Path
) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "assistant", "ask", "--json", QUESTIONS[0], "--pack", str(pack)],
            env=environment | {cache.VARIABLE: str(folder)},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for _ in range(5)
    ]
    said = {process.communicate(timeout=60)[0] for process in started}

    assert [process.returncode for process in started] == [0] * 5
    assert len(said) == 1
    assert only_file(folder).suffix == ".cache"


def test_check_neither_reads_nor_writes_it(run: Run, folder: Path, pack: Path) -> None:
    assert run("check", "--pack", pack, cache_folder=folder).code == 0
    assert not folder.exists()
    path = pack / "intents/tower.yaml"
    assert run("ask", QUESTIONS[0], "--pack", pack, cache_folder=folder).code == 0
    written = only_file(folder).stat().st_mtime_ns
    change(path, "facts: [owl]", "facts: [awl]")
    assert run("check", "--pack", pack, cache_folder=folder).code == 2
    assert only_file(folder).stat().st_mtime_ns == written
