"""The numbers of ranking: set by hand on questions like those in ``tests/questions``, or as it is said."""

from __future__ import annotations

from assistant.language import Commonness

# Features: what a content word weighs, by how common it is in general English (UNKNOWN first, for a
# rarer word tells more), beside a concept of the lexicon, which weighs 1.
COMMONNESS_WEIGHT = dict(zip(Commonness, (1.0, 0.95, 0.8, 0.55), strict=True))
# What a word of the sentence and not of its subject weighs, what a question type (`who`, `how many` ...)
# weighs, and the factor for either where no phrase has it.
GRAMMAR_WEIGHT, QUESTION_WEIGHT, UNKNOWN_GRAMMAR = 0.10, 0.60, 0.5
# What is left of a feature that all intents have alike, whose entropy is greatest.
LEAST_WEIGHT = 0.02
# Similarity: the weights in the Tversky index (Tversky 1977) of what the question alone has, and the phrase.
QUESTION_SIDE, PHRASE_SIDE = 0.65, 0.35
# The share of what a conversation adds that a phrase must account for.
CONTEXT_DUE = 0.35
# The shares of the nearest phrase, the mean of the nearest three, and all phrases together.
BEST_PHRASE, BEST_THREE, WHOLE_INTENT = 0.4, 0.2, 0.4
# How far phrases explain a feature: so much if any has it, and so much more a share of them, 1 at most.
SOME_REACH, REACH_SLOPE = 0.5, 2.0
# Features of less than this share of the heaviest are in too many phrases to be worth a comparison.
NEGLIGIBLE = 0.06
# How many intents are compared phrase by phrase: in 99% of questions the best of all is among them.
COMPARED = 24
# Likelihood: the mass that every name is given beforehand under every intent (Lidstone smoothing).
SMOOTHING = 0.05
# The phrases that must have a pair of words; a pair that only one has is chance.
LEAST_SEEN = 2
# The mass of a feature of the conversation, beside that of a feature of a question of a dozen words.
CONTEXT_MASS = 0.3
# Of a correction, on the validation questions of CLINC150: what the counts say of a likelihood that is
# corrected, what an error costs beside the size of the correction, and how often each phrase is visited.
GENERATIVE_SHARE, COST, EPOCHS = 0.3, 5.0, 3
# The phrases that a correction is trained on at most, taken evenly from each intent.
TRAINED_ON = 20_000
# Scores: how far an unlikely intent's score is lowered at most, and how fast, a nat below the likeliest.
LIKELIHOOD_SHARE, LIKELIHOOD_SCALE = 0.25, 0.5
# The factor for an intent whose phrases never ask for what the question asks for, and the share of phrases
# that ask for it from which nothing is taken off.
MISASKED, ASKED_OFTEN = 0.75, 0.12
# Question types that ask for nothing in particular, as against a person, a time, a place ...
UNSPECIFIC_QUESTIONS = frozenset({"?what", "?which", "?how", "?yesno"})
# The weight of content below which a question says next to nothing but what it asks for, and the factor for
# what such a question asks for.
SCANT_CONTENT, SCANT_EMPHASIS = 0.35, 2.5
# What a similarity of 1 adds to the log-likelihood when intents are told apart, on CLINC150 as above.
SIMILARITY_SLOPE = 4.0
