"""The files of questions that a path typed half may become."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from assistant.tui.file_names import paths_begun

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_a_link_that_leads_nowhere_hides_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text("who\n", "utf-8")
    (tmp_path / "sub").mkdir()
    for name, end in (("loop", "loop"), ("gone", "nothing")):
        (tmp_path / name).symlink_to(tmp_path / end)

    assert paths_begun(f"{tmp_path}/") == [f"{tmp_path}/q.txt", f"{tmp_path}/sub/"]
