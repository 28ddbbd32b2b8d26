"""A demo on stage: a script is played in the real chat, at a human pace, and the presenter has the say."""
