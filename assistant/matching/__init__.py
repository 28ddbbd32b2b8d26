"""Matching a question to intents; knows nothing of packs, articles or replies."""

from assistant.matching.matcher import IntentMatcher, Match

__all__ = ["IntentMatcher", "Match"]
