"""From a question to a reply, alone or within a conversation."""

from assistant.dialogue.assistant import Assistant
from assistant.dialogue.conversation import Conversation

__all__ = ["Assistant", "Conversation"]
