"""Drafting: from the text of an article to a pack that answers, for a curator to check and to widen."""
