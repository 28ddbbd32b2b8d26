"""The keys of a demo; each is the script's only as long as it says so, and the prompt's otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.binding import Binding

from assistant.tui.stage.player import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType


def _key(keys: str, action: str, label: str, about: str, *, show: bool = True) -> Binding:
    return Binding(keys, action, label, show=show, priority=True, tooltip=about, id=action.replace("_", "-"))


# Of a script that is held the keys stay in the footer, under what lies over it.
_PLAYING: Final = frozenset({State.PLAYING, State.HELD})
_STAGED: Final = _PLAYING | {State.PAUSED}
WHEN: Final[Mapping[str, frozenset[State]]] = {
    "stage_pause": _PLAYING,
    "stage_go_on": frozenset({State.PAUSED}),
    "stage_skip": _STAGED,
    "stage_faster": _STAGED,
    "stage_slower": _STAGED,
    # At the end nothing is typed yet: typing takes over.
    "stage_back": _STAGED | {State.ENDED},
    "stage_return": frozenset({State.LIVE}),
    "stage_replay": frozenset({State.LIVE, State.ENDED}),
}
"""Who has the say when there is each of the actions; of the last two it depends on what is left to play."""
BINDINGS: Final[tuple[BindingType, ...]] = (
    _key("space", "stage_pause", "Pause", "Pause the script"),
    _key("space", "stage_go_on", "Go on", "Go on with the script"),
    _key("right", "stage_skip", "Skip", "Be done with this step at once; while paused, do one step"),
    _key("left", "stage_back", "Back", "Go back a step, with the conversation as it was before it"),
    _key("plus,equals_sign", "stage_faster", "Faster", "Play faster", show=False),
    _key("minus", "stage_slower", "Slower", "Play slower", show=False),
    _key(
        "ctrl+r",
        "stage_return",
        "Return",
        "Return to the script where it was left, without what was asked since",
    ),
    _key("ctrl+r", "stage_replay", "Play again", "Play the script again, once it was played to its end"),
)
KEYS: Final = ("space", "right", "left", "ctrl+r")
"""In the order of the footer."""
STAGE_KEYS: Final = frozenset({"space", "right", "left", "plus", "equals_sign", "minus"})
"""Those that are the prompt's else."""
