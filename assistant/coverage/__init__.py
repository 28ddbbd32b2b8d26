"""How much of an article is of use: what the intents of a pack reach of it, and what replies drew on."""
