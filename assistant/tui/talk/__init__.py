"""The chat's screen in its parts: what all of it builds on, and what can be done with a conversation."""
