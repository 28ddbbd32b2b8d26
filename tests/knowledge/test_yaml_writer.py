"""What the program writes as YAML is read alike by all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge import yaml_writer
from assistant.knowledge.yaml_traps import traps
from assistant.knowledge.yaml_writer import write_yaml
from tests.knowledge.yaml_texts import PIECES, SCALARS, read_by_all

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["CSafeDumper", "SafeDumper"], autouse=True)
def dumper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "SafeDumper":
        monkeypatch.delattr(yaml, "CSafeDumper", raising=False)
    elif not hasattr(yaml, request.param):
        pytest.skip("PyYAML without libyaml")
    yaml_writer._dumper.cache_clear()
    yield
    yaml_writer._dumper.cache_clear()


@given(
    st.lists(st.sampled_from([*PIECES, *SCALARS, "word", "\t", "\u2029", "“", "😀"]), max_size=9),
    st.sampled_from((20, 110)),
)
def test_any_text_is_written_so_that_all_read_it(pieces: list[str], width: int) -> None:
    text = "".join(pieces)
    data = {"a": text, "b": [text, {"c": text}]}

    written = write_yaml(data, width)

    assert read_by_all(written) == [repr(data)] * len(read_by_all(""))
    assert list(traps(written)) == []


def test_plain_words_have_no_quotes() -> None:
    assert (
        write_yaml({"a": "what is it?", "b": [True, "no", "08"]}, 80)
        == "a: what is it?\nb:\n- true\n- 'no'\n- '08'\n"
    )
