"""Read every file of a pack on its own; what could be read is a draft, not yet checked across files."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

from assistant.errors import breaking
from assistant.knowledge.checked import check
from assistant.knowledge.corrections import PackCorrections
from assistant.knowledge.expansion import expand_templates
from assistant.knowledge.files import DEMO, display, folder_files, read_text, whole_file
from assistant.knowledge.nodes import GroupNode, ListNode
from assistant.knowledge.pack import Topic
from assistant.knowledge.schema import LexiconFile, PackFile, TopicFile
from assistant.knowledge.sentences import split_sentences
from assistant.knowledge.small_talk import SMALL_TALK, complete, small_talk
from assistant.knowledge.source import Source
from assistant.knowledge.wording import named
from assistant.knowledge.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from assistant.errors import Problem
    from assistant.knowledge.checked import Checked
    from assistant.knowledge.expansion import TemplateUse
    from assistant.knowledge.schema import EntityEntry, FactEntry, IntentEntry, RuleEntry, TermEntry

M = TypeVar("M", bound=BaseModel)
E_co = TypeVar("E_co", bound=BaseModel, covariant=True)

_PACK, _LEXICON = "pack.yaml", "lexicon.yaml"


@dataclass(frozen=True, slots=True)
class Placed(Generic[E_co]):
    """An entry of a file, the keys that it was made from, and the topic whose file it is in, if any."""

    entry: E_co
    node: GroupNode
    topic: str = ""


@dataclass(slots=True)
class Draft:
    """What could be read of a pack, in file order, and all `problems` so far.

    The intents have plain phrases alone; `templates` tells of those that were made of templates. `shared` are
    the intents that every pack has, but for those that this one switches off.

    `complete`, `sources_complete` and `lexicon_complete` are false where a whole file is out, so that a
    missing reference need not be anyone's mistake, and `corrections_complete` where anything is out that
    would have split or joined sentences; `lost` holds the ids of single entries that are out.
    """

    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    facts: list[Placed[FactEntry]] = field(default_factory=list)
    intents: list[Placed[IntentEntry]] = field(default_factory=list)
    shared: list[Placed[IntentEntry]] = field(default_factory=list)
    terms: list[Placed[TermEntry | EntityEntry]] = field(default_factory=list)
    rules: list[Placed[RuleEntry]] = field(default_factory=list)
    templates: list[TemplateUse] = field(default_factory=list)
    stop_words: tuple[str, ...] = ()
    pack: Checked[PackFile] | None = None
    lost: set[str] = field(default_factory=set)
    complete: bool = True
    sources_complete: bool = True
    lexicon_complete: bool = True
    corrections_complete: bool = True

    def add(self, rule: str, *problems: Problem) -> None:
        """Add problems that break a rule."""
        self.problems.extend(breaking(rule, problems))


def read_draft(folder: Path) -> Draft:
    """Read the pack in `folder`."""
    draft = Draft()
    if not folder.is_dir():
        what = "this is not a folder" if folder.exists() else "there is no such folder"
        draft.problems.append(whole_file(folder, what))
        draft.complete = draft.sources_complete = False
        return draft
    texts = _read_sources(folder / "seeds", draft)
    _read_intents(folder / "intents", draft)
    _split_sources(texts, draft)
    expand_templates(draft)
    return draft


def _read_sources(folder: Path, draft: Draft) -> dict[str, str]:
    """The texts of the sources by name; how they are split, the intents have a say in."""
    paths, problems = folder_files(folder, ".txt", ())
    draft.problems.extend(problems)
    if not paths and not problems:
        what = "there is no article here: put its text in a file whose name ends in .txt"
        draft.problems.append(whole_file(folder, what))
    texts: dict[str, str] = {}
    for path in paths:
        text = read_text(path, draft.problems)
        if text is not None and text.strip():
            texts[path.name] = text
        elif text is not None:
            draft.problems.append(whole_file(path, "the file is empty"))
    draft.sources_complete = bool(paths) and len(texts) == len(paths) and not problems
    return texts


def _split_sources(texts: dict[str, str], draft: Draft) -> None:
    """Split the sources by the rules and by what the pack says of them."""
    corrections = PackCorrections(draft.pack, texts)
    for name, text in texts.items():
        draft.sources[name] = Source(name, text, split_sentences(text, corrections.of(name)))
    draft.corrections_complete = corrections.complete
    if draft.sources_complete:
        draft.add("sentence", *corrections.problems(draft.sources))


def _read_intents(folder: Path, draft: Draft) -> None:
    paths, problems = folder_files(folder, ".yaml", (".yml",))
    draft.problems.extend(problems)
    draft.complete = not problems
    if not paths and problems:
        return
    by_name = {path.name: path for path in paths if path.name != DEMO}
    _read_pack(by_name.pop(_PACK, None), folder, draft)
    _share(draft)
    lexicon = by_name.pop(_LEXICON, None)
    if lexicon:
        _read_lexicon(lexicon, draft)
    if not by_name:
        what = "there is no topic file here, such as approval.yaml, with facts and intents"
        draft.problems.append(whole_file(folder, what))
        draft.complete = False
    for path in by_name.values():
        _read_topic(path, draft)


def _read_pack(path: Path | None, folder: Path, draft: Draft) -> None:
    if path is None:
        what = "this file is missing: it holds the title, about and welcome of the pack"
        draft.problems.append(whole_file(folder / _PACK, what))
    else:
        draft.pack = _checked(path, PackFile, draft, fillers=("title", "about"))


def _share(draft: Draft) -> None:
    """Give the draft the shared intents that its pack does not switch off."""
    off = draft.pack.content.without if draft.pack else ()
    topic = small_talk()
    if SMALL_TALK not in off:
        placed = _placed(topic.content.intents, topic.root, "intents", topic.content.topic)
        draft.shared = [each for each in placed if each.entry.id not in off]


def _read_lexicon(path: Path, draft: Draft) -> None:
    checked = _checked(path, LexiconFile, draft)
    draft.lexicon_complete = checked is not None
    if checked:
        draft.terms.extend(_placed(checked.content.terms, checked.root, "terms"))
        draft.terms.extend(_placed(checked.content.entities, checked.root, "entities"))
        draft.rules.extend(_placed(checked.content.rules, checked.root, "rules"))
        draft.stop_words = checked.content.stop_words


def _read_topic(path: Path, draft: Draft) -> None:
    shared = {placed.entry.id: placed.entry for placed in draft.shared}
    checked = _checked(path, TopicFile, draft, fillers=("topic", "title"), shared=shared)
    if checked is None:
        draft.complete = False
        return
    content, root, name = checked.content, checked.root, path.stem
    if content.topic != name and "topic" not in checked.filled:
        what = f"is {named(content.topic)}, but the file is {named(path.name)}: the two must be the same"
        draft.add("value", root.items["topic"].problem(what))
    draft.topics[name] = Topic(name, content.title)
    draft.facts.extend(_placed(content.facts, root, "facts", name))
    draft.intents.extend(_placed(content.intents, root, "intents", name))


def _checked(
    path: Path,
    model: type[M],
    draft: Draft,
    fillers: Sequence[str] = (),
    shared: Mapping[str, IntentEntry] = MappingProxyType({}),
) -> Checked[M] | None:
    text = read_text(path, draft.problems)
    if text is None:
        return None
    root, problems = read_yaml(text, display(path), next(iter(model.model_fields)))
    draft.add("yaml", *problems)
    if root is None:
        return None
    complete(root, shared)
    mistakes: list[Problem] = []
    checked = check(model, root, mistakes, dict.fromkeys(fillers, "missing"))
    draft.add("value", *mistakes)
    if checked:
        draft.lost.update(checked.lost)
    return checked


def _placed(entries: Sequence[M], root: GroupNode, key: str, topic: str = "") -> list[Placed[M]]:
    """Put each entry of the list under `key` together with its node."""
    found = root.items.get(key)
    nodes = found.items if isinstance(found, ListNode) else []
    return [
        Placed(entry, node, topic)
        for entry, node in zip(entries, nodes, strict=True)
        if isinstance(node, GroupNode)
    ]
