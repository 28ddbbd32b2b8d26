"""From a question to a reply, alone or within a conversation."""

from assistant.dialogue.assistant import Assistant
from assistant.dialogue.conversation import Conversation
from assistant.dialogue.explanation import Explanation

__all__ = ["Assistant", "Conversation", "Explanation"]
