"""The chat in a browser; the only place that knows textual-serve and what it stands on."""
