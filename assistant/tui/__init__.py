"""The terminal chat: the only code that imports Textual. It is handed an assistant and never loads a pack."""
