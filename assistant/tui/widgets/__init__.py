"""What the chat is drawn with: each widget gets data in its constructor and speaks by `tui.messages`."""
