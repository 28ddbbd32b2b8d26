"""For whoever keeps a pack: what was asked in vain, and how the pack learns to answer it."""
