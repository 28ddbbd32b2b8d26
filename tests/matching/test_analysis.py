"""From a text to what it says: concepts, stems and question types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import archive
from assistant.matching.analysis import Analyzer, Origin
from assistant.matching.lexicon import Concept, Lexicon
from assistant.text import normalise, words

LEXICON = Lexicon([(Concept("museum"), ["museum of clocks", "moc"]), (Concept("clock"), ["clock"])])
PLAIN = Analyzer(LEXICON, stop_words=["kindly"])
ANALYZER = PLAIN.learn([["lighthouse", "harbour", "keeper"], ["harbour", "minister"]])
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60) | st.lists(
    st.sampled_from(
        ("who", "how many", "museum of", "clocks", "harbuor", "is", "MOC's", "?", "lighthousekeeper")
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "names", "tokens"),
    [
        pytest.param("the harbour", ["the", "harbor"], "the harbor", id="words"),
        pytest.param("Who, keepers?", ["?who", "keeper"], "who keepers", id="a question type and a stem"),
        pytest.param("how many clocks", ["?count", "#clock"], "how many clocks", id="a wording of two words"),
        pytest.param("is it", ["?yesno", "is", "it"], "is it", id="a question for a yes or a no"),
        pytest.param("museum of clocks", ["#museum"], "museum of clocks", id="the longest form"),
        pytest.param(
            "museum of owls", ["museum", "of", "owl"], "museum of owls", id="a form that breaks off"
        ),
        pytest.param("the harbuor", ["the", "harbor"], "the harbor", id="a misspelt word"),
        pytest.param("lighthousekeeper", ["lighthous", "keeper"], "lighthouse keeper", id="a space left out"),
        pytest.param("ministerial", ["minist"], "minister", id="a word of the family"),
        pytest.param("u", ["you"], "you", id="a chat spelling"),
        pytest.param("", [], "", id="nothing"),
    ],
)
def test_what_a_text_says(text: str, names: list[str], tokens: str) -> None:
    analysis = ANALYZER.analyse(text)

    assert list(analysis.names) == names
    assert " ".join(analysis.tokens) == tokens
    assert analysis.question_types == {name[1:] for name in names if name[0] == "?"}


def test_a_feature_tells_what_it_was_made_of() -> None:
    who, moc, harbour, kindly = ANALYZER.analyse("who moc harbuor kindly").features

    assert (who.origin, moc.origin, harbour.origin) == (Origin.QUESTION, Origin.LEXICON, Origin.WORD)
    assert (harbour.surface, harbour.read_as) == ("harbuor", "harbor")
    assert (moc.surface, moc.read_as) == ("moc", "")
    assert (kindly.grammar, harbour.grammar) == (True, False)
    assert ANALYZER.analyse("who moc harbuor kindly").content == (moc, harbour)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("money for r and d", ["money", "for", "#research"]),
        ("r they far", ["are", "they", "far"]),
        ("and d boat", ["and", "the", "boat"]),
        ("u", ["#yew"]),
    ],
)
def test_a_form_stops_a_chat_spelling_within_itself_alone(text: str, names: list[str]) -> None:
    lexicon = Lexicon([(Concept("research"), ["r and d"]), (Concept("yew"), ["yew", "u"])])
    analyzer = Analyzer.from_tree(
        Analyzer(lexicon, vocabulary=dict.fromkeys(("money", "far", "boat"), 1)).to_tree()
    )

    assert [feature.name for feature in analyzer.analyse(text).features if feature.name[0] != "?"] == names


def test_an_analyzer_never_changes() -> None:
    assert PLAIN.analyse("harbuor").tokens != ("harbor",)

    more = ANALYZER.learn([["zyzzyva"]])

    assert more.analyse("zyzyva harbuor").tokens == ("zyzzyva", "harbor")
    assert "zyzzyva" not in ANALYZER.analyse("zyzyva harbuor").tokens


@given(ANY_TEXT)
def test_a_text_that_is_cut_already_is_read_alike(text: str) -> None:
    assert ANALYZER.analyse(text, words(normalise(text))) == ANALYZER.analyse(text)


@given(ANY_TEXT)
def test_any_analysis_is_sound(text: str) -> None:
    analysis = ANALYZER.analyse(text)

    assert list(analysis.names) == list(dict.fromkeys(feature.name for feature in analysis.features))
    assert analysis.words == tuple(words(normalise(text)))
    assert set(analysis.content) <= set(analysis.features)
    assert analysis.text == text


@given(ANY_TEXT)
def test_an_analyzer_is_stored_and_restored(text: str) -> None:
    tree = archive.decode(memoryview(archive.encode(ANALYZER.to_tree())))

    assert Analyzer.from_tree(tree).analyse(text) == ANALYZER.analyse(text)
