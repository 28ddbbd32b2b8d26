"""Answers questions about an article only from what the article says."""

# Nothing is imported here: ctrl+c, which is seen to after this, would print a traceback meanwhile.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from assistant.dialogue import Assistant, Conversation
    from assistant.knowledge.pack import Pack
    from assistant.reply import Citation, MatchSummary, Reply, Status

__all__ = ["Assistant", "Citation", "Conversation", "MatchSummary", "Pack", "Reply", "Status"]

_HOMES = {
    "Assistant": "assistant.dialogue",
    "Conversation": "assistant.dialogue",
    "Citation": "assistant.reply",
    "MatchSummary": "assistant.reply",
    "Pack": "assistant.knowledge.pack",
    "Reply": "assistant.reply",
    "Status": "assistant.reply",
}


def __getattr__(name: str) -> "Any":
    # Lazy, so that `assistant.matching` alone loads neither Pydantic nor YAML.
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
