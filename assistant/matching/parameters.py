"""The numbers of ranking: what each means, and what it was chosen by."""

from __future__ import annotations

from typing import Final

from assistant.language import Commonness

# Features. A content word weighs by how common it is in general English, for a rarer word tells more.
COMMONNESS_WEIGHT: Final = {
    Commonness.COMMON: 0.55,
    Commonness.USUAL: 0.8,
    Commonness.KNOWN: 0.95,
    Commonness.UNKNOWN: 1.0,
}
"""What a content word weighs, by how common it is, beside a concept of the lexicon, which weighs 1."""
GRAMMAR_WEIGHT: Final = 0.10
"""What a word weighs that belongs to the sentence and not to its subject."""
QUESTION_WEIGHT: Final = 0.60
"""What a question type weighs (`who`, `when`, `how many` ...)."""
UNKNOWN_GRAMMAR: Final = 0.5
"""The factor for such a word, or a question type, that no phrase has."""
LEAST_WEIGHT: Final = 0.02
"""What is left of a feature that all intents have alike, whose entropy is greatest."""

# Similarity, a pool of three views of what a question shares with the phrases of an intent.
QUESTION_SIDE: Final = 0.65
"""The weight, in the Tversky index (Tversky 1977), of what the question alone has."""
PHRASE_SIDE: Final = 0.35
"""The weight of what the phrase alone has: it counts less, for phrases say more than questions."""
BEST_PHRASE, BEST_THREE, WHOLE_INTENT = 0.4, 0.2, 0.4
"""The shares of the nearest phrase, the mean of the nearest three, and all phrases together."""
SOME_REACH, REACH_SLOPE = 0.5, 2.0
"""How far phrases explain a feature: so much if any has it, and so much more a share of them, 1 at most."""
NEGLIGIBLE: Final = 0.06
"""Features of less than this share of the heaviest are in too many phrases to be worth a comparison."""
COMPARED: Final = 24
"""How many intents are compared phrase by phrase; in 99% of questions the best of all is among them."""

# What a question asks for.
SCANT_CONTENT: Final = 0.35
"""The weight of content below which a question says next to nothing but what it asks for."""
SCANT_EMPHASIS: Final = 2.5
"""The factor for what such a question asks for."""
MISASKED: Final = 0.75
"""The factor for an intent whose phrases never ask for what the question asks for."""
ASKED_OFTEN: Final = 0.12
"""The share of phrases that ask for it from which nothing is taken off."""
UNSPECIFIC_QUESTIONS: Final = frozenset({"?what", "?which", "?how", "?yesno"})
"""Question types that ask for nothing in particular, as against a person, a time, a place ..."""

# Likelihood, a multinomial model of the features and of the words of a text.
SMOOTHING: Final = 0.05
"""The mass that every name is given beforehand under every intent (Lidstone smoothing)."""
LEAST_SEEN: Final = 2
"""The phrases that must have a pair of words; a pair that only one has is chance."""
CONTEXT_MASS: Final = 0.3
"""The mass of a feature of the conversation, beside that of a feature of a question of a dozen words."""
LIKELIHOOD_SHARE: Final = 0.25
"""How far an unlikely intent's score is lowered at most ..."""
LIKELIHOOD_SCALE: Final = 0.5
"""... and how fast, a nat below the likeliest."""
CONTEXT_DUE: Final = 0.35
"""The share of what a conversation adds that a phrase must account for."""

# Training on labelled phrases: `IntentMatcher.fit`. Chosen on the validation questions of CLINC150.
GENERATIVE_SHARE: Final = 0.3
"""What the counts say of a likelihood, which is then corrected where it errs."""
COST: Final = 5.0
"""What an error costs beside the size of the correction."""
EPOCHS: Final = 3
"""How often each phrase is visited; more changes little."""
TRAINED_ON: Final = 20_000
"""The phrases that the correction is trained on at most, taken evenly from each intent."""
SIMILARITY_SLOPE: Final = 4.0
"""What a similarity of 1 adds to the log-likelihood when intents are told apart."""
