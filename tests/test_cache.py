"""The cache: a pack is compiled once, and no cache is ever an error or wrong."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from platformdirs import user_cache_dir

from assistant import Assistant, cache
from assistant.dialogue import pack_cache
from assistant.dialogue.compiled_pack import CompiledPack
from assistant.errors import PackError
from assistant.knowledge import load_pack, loader
from assistant.operating_system import cache_folder

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
    """Counts how often a pack was loaded from its own files."""

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


def replies(assistant: Assistant) -> list[str]:
    chat = assistant.conversation()
    alone = [assistant.ask(question).model_dump_json() for question in QUESTIONS]
    return alone + [chat.ask(question).model_dump_json() for question in (*QUESTIONS, "why?", "tell me more")]


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


# A hit


def test_the_second_time_nothing_is_loaded_and_all_is_the_same(
    folder: Path, pack: Path, loads: Loads
) -> None:
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
    old, older = "assistant-0badcafe.cache", "assistant-0badcafe.cpython-310.cache"
    only_file(folder).rename(folder / old)
    kept = {"notes.txt", "other.cache", "assistant-notes.cache"}
    for name in (old, f".{old}.4711.part", older, f".{older}.4711.part", *kept):
        (folder / name).touch()
        os.utime(folder / name, (1e9, 1e9))

    Assistant.load(pack)

    assert {path.name for path in folder.iterdir()} == {new, *kept}


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

    assert str(cache_folder()) == user_cache_dir("assistant", appauthor=False)


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


def with_header(**changes: str | None) -> Callable[[Path], None]:
    """Change entries of the header, or leave out those that are None; all else stays as it was."""

    def rewrite(path: Path) -> None:
        entry = cache.read(path)
        assert entry is not None
        header = {key: value for key, value in (entry.header | changes).items() if value is not None}
        cache.write(path, header, entry.payload)

    return rewrite


def with_header_text(text: bytes) -> Callable[[Path], None]:
    """Put a header into the file that the program does not write."""

    def rewrite(path: Path) -> None:
        body = len(text).to_bytes(4, "little") + text
        path.write_bytes(b"assistant cache 2\n" + zlib.crc32(body).to_bytes(4, "little") + body)

    return rewrite


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        shorten,
        flip,
        link,
        pipe,
        folder_instead,
        pytest.param(with_header(engine="another"), id="of another engine"),
        pytest.param(with_header(stemmer="another"), id="of another stemmer"),
        pytest.param(with_header(pack="another"), id="of another pack"),
        pytest.param(with_header(pack=None), id="of no pack"),
        pytest.param(with_header(more="of it"), id="of more than is known"),
        pytest.param(with_header_text(b'{"pack": 1}'), id="header of numbers"),
        pytest.param(with_header_text(b'["pack"]'), id="header of another type"),
        pytest.param(with_header_text(b"pack"), id="header of no JSON"),
        pytest.param(with_header_text(b'"\xff"'), id="header of no UTF-8"),
        pytest.param(with_header_text(b"[" * 100_000), id="header without end"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(os.urandom(5000)), id="garbage"),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes().replace(b"cache 2", b"cache 1")), id="format"
        ),
        pytest.param(lambda path: path.chmod(0o622), id="others may write it"),
    ],
)
def test_a_damaged_or_foreign_file_is_passed_over(
    folder: Path, pack: Path, loads: Loads, damage: Callable[[Path], None]
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


def test_a_change_is_noticed_whatever_the_time_and_size(folder: Path, pack: Path) -> None:
    Assistant.load(pack)
    change(pack / "intents/tower.yaml", "The tower is 41 metres high.", "The tower is 41 meters tall.")

    assert Assistant.load(pack).ask("How high is the tower?").answer == "The tower is 41 meters tall."


def test_a_touched_pack_is_known_by_its_content(folder: Path, pack: Path, loads: Loads) -> None:
    Assistant.load(pack)
    for path in pack.rglob("*.*"):
        path.touch()
    Assistant.load(pack)

    assert loads.count == 1


def test_a_hit_writes_nothing(folder: Path, pack: Path) -> None:
    Assistant.load(pack)
    before = only_file(folder).stat()
    Assistant.load(pack)
    after = only_file(folder).stat()

    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_in_use_stays_as_it_is(folder: Path, pack: Path) -> None:
    Assistant.load(pack)
    mapped = Assistant.load(pack)
    before = replies(mapped)
    change(pack / "intents/tower.yaml", "The tower is 41 metres high.", "The tower is 41 meters tall.")
    Assistant.load(pack)

    assert replies(mapped) == before, "its file was replaced"

    only_file(folder).unlink()

    assert replies(mapped) == before


@pytest.mark.parametrize("name", ["intents/more.yml", "intents/more.yaml", "seeds/empty.txt"])
def test_a_new_file_is_noticed(folder: Path, pack: Path, name: str) -> None:
    Assistant.load(pack)
    (pack / name).touch()

    with pytest.raises(PackError, match=Path(name).name):
        Assistant.load(pack)


def test_a_missing_file_is_noticed(folder: Path, pack: Path) -> None:
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


def test_what_others_leave_in_a_pack_does_not_matter(folder: Path, pack: Path, loads: Loads) -> None:
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
    monkeypatch.setattr(pack_cache, "ENGINE", "edited")
    Assistant.load(pack)
    Assistant.load(pack)

    assert loads.count == 3, "and is not kept while what runs is not what stands in the files"


def test_what_cannot_be_read_is_not_cached(
    folder: Path, pack: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "intents/notes").symlink_to("nowhere")
    Assistant.load(pack)
    (pack / "intents/notes").unlink()
    monkeypatch.setattr(pack_cache, "ENGINE", "")
    Assistant.load(pack)

    assert loads.count == 2
    assert not folder.exists()


# The file


@pytest.mark.parametrize("length", [0, 1, 64, 1000])
def test_a_file_comes_back_as_it_was(tmp_path: Path, length: int) -> None:
    header = {"pack": "a" * length, "écrit": "“так”\ud800"}
    payload = os.urandom(length)
    path = tmp_path / "sub" / "file"
    cache.write(path, header, payload)

    entry = cache.read(path)

    assert entry is not None
    assert (entry.header, bytes(entry.payload)) == (header, payload)
    assert entry.payload.readonly


@pytest.mark.parametrize("length", range(0, 70, 7))
def test_the_payload_is_aligned(tmp_path: Path, length: int) -> None:
    cache.write(tmp_path / "file", {"": "a" * length}, bytes(100))

    entry = cache.read(tmp_path / "file")

    assert entry is not None
    assert np.frombuffer(entry.payload, np.uint8).ctypes.data % 64 == 0


def test_the_format_does_not_change_unnoticed() -> None:
    header = json.dumps({"pack": "1"}).encode().ljust(64 - 26)
    body = (64 - 26).to_bytes(4, "little") + header + b"payload"

    assert cache.encode({"pack": "1"}, b"payload") == (
        b"assistant cache 2\n" + zlib.crc32(body).to_bytes(4, "little") + body
    )


def no_change(path: Path) -> None:
    pass


def open_to_all(path: Path) -> None:
    path.chmod(0o666)


@pytest.mark.parametrize(
    ("damage", "is_read"),
    [
        (no_change, True),
        (link, True),
        (open_to_all, True),
        (truncate, False),
        (shorten, False),
        (flip, False),
        (pipe, False),
        (folder_instead, False),
        (Path.unlink, False),
    ],
)
def test_a_file_of_the_program_may_be_anyones_but_not_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None], is_read: bool
) -> None:
    path = tmp_path / "folder" / "file"
    cache.write(path, {"pack": "1"}, b"payload")
    damage(path)
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)

    assert (cache.read(path, own=False) is not None) == is_read
    assert cache.read(path) is None


# Compiled packs


def test_a_compiled_pack_can_be_sent(pack: Path) -> None:
    compiled = CompiledPack.compile(load_pack(pack))
    data = pack_cache.serialize(compiled)

    assert pack_cache.serialize(pack_cache.deserialize(data)) == data


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_is_collected_afterwards_as_before(
    folder: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, enabled: bool
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    pack_cache.load(pack)
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        pack_cache.load(pack)
        after_success = gc.isenabled()
        monkeypatch.setattr(CompiledPack, "from_tree", fail)
        with pytest.raises(ZeroDivisionError):
            pack_cache.load(pack)
        after_failure = gc.isenabled()
    finally:
        (gc.enable if before else gc.disable)()

    assert (after_success, after_failure) == (enabled, enabled)


@pytest.fixture
def ready_made(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The compiled file beside the pack, as if both were installed with the program."""
    path = pack / "compiled.archive"
    monkeypatch.setattr(pack_cache, "_READY_MADE", path)
    pack_cache.write_compiled(pack, path)
    return path


def test_what_the_program_brings_is_not_compiled(
    folder: Path, pack: Path, ready_made: Path, loads: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: ready_made.stat().st_uid + 1)
    Assistant.load(pack)

    assert loads.count == 0
    assert not folder.exists()


def test_what_the_program_brings_is_for_its_own_pack_alone(
    folder: Path, pack: Path, ready_made: Path, tmp_path: Path, loads: Loads
) -> None:
    other = Assistant.load(shutil.copytree(pack, tmp_path / "other"))

    assert loads.count == 1
    assert replies(Assistant.load(pack)) == replies(other)


@pytest.mark.parametrize(
    "damage",
    [truncate, flip, pipe, with_header(engine="another"), with_header(stemmer="another"), Path.unlink],
)
def test_what_the_program_brings_is_passed_over_where_it_is_damaged_or_of_another(
    folder: Path, pack: Path, ready_made: Path, loads: Loads, damage: Callable[[Path], None]
) -> None:
    ready_made.chmod(0o600)
    damage(ready_made)
    for _ in range(2):
        Assistant.load(pack)

    assert loads.count == 1, "and the user's cache serves"


def test_an_edit_in_an_installed_pack_shows_at_once(folder: Path, pack: Path, ready_made: Path) -> None:
    change(pack / "intents/tower.yaml", "The tower is 41 metres high.", "The tower is 41 meters tall.")

    for _ in range(2):
        assert Assistant.load(pack).ask("How high is the tower?").answer == "The tower is 41 meters tall."


def test_what_is_wrong_with_a_pack_stops_its_compiling(pack: Path, tmp_path: Path) -> None:
    (pack / "intents/pack.yaml").unlink()

    with pytest.raises(PackError, match="this file is missing"):
        pack_cache.write_compiled(pack, tmp_path / "compiled")
    with pytest.raises(OSError, match="cannot read"):
        pack_cache.write_compiled(tmp_path / "nowhere", tmp_path / "compiled")
    assert not (tmp_path / "compiled").exists()


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


def test_a_quick_check_neither_reads_nor_writes_it(run: Run, folder: Path, pack: Path) -> None:
    assert run("check", "--quick", "--pack", pack, cache_folder=folder).code == 0
    assert not folder.exists()
    path = pack / "intents/tower.yaml"
    assert run("ask", QUESTIONS[0], "--pack", pack, cache_folder=folder).code == 0
    written = only_file(folder).stat().st_mtime_ns
    change(path, "facts: [owl]", "facts: [awl]")
    assert run("check", "--pack", pack, cache_folder=folder).code == 2
    assert only_file(folder).stat().st_mtime_ns == written
