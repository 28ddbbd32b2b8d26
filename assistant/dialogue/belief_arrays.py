"""What is known of a pack as arrays, for the loops in `belief_loops`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from assistant.dialogue import belief_loops
from assistant.dialogue.belief import COEFFICIENTS, OF_KIND
from assistant.dialogue.belief_loops import Asked, Grounds
from assistant.dialogue.evidence import focused_names
from assistant.matching.arrays import float64, int64, starts
from assistant.matching.kernels import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialogue.understanding import Understanding
    from assistant.matching.analysis import Analysis
    from assistant.matching.arrays import PhraseArrays
    from assistant.matching.matcher import Candidate


class BeliefArrays:
    """Weighs the candidates of a question over arrays, with the numbers of an `Understanding`."""

    def __init__(self, understanding: Understanding, phrases: PhraseArrays) -> None:
        self._understanding = understanding
        self._phrases = phrases
        matcher, pack = understanding.matcher, understanding.pack
        self._intents = {intent: number for number, intent in enumerate(matcher.intents)}
        concepts = [c.id for c in understanding.analyzer.lexicon.concepts.values() if c.type]
        self._entities = {f"#{concept}": number for number, concept in enumerate(concepts)}
        said = [matcher.names_said(phrase) for phrase in range(len(matcher.texts))]
        features = list(phrases.features)
        cited = [understanding.sentences(intent) for intent in matcher.intents]
        mentions = np.zeros((len(concepts), len(cited)), np.bool_)
        for number, intent in enumerate(matcher.intents):
            mentioned = self._entities.keys() & understanding.mentions(intent)
            mentions[[self._entities[name] for name in mentioned], number] = True
        peers = [
            [phrases.features[peer] for peer in understanding.peers(name) if peer in phrases.features]
            for name in self._entities
        ]
        kinds = [pack.intents[intent].kind for intent in matcher.intents]
        self._grounds = Grounds(
            said_starts=starts(map(len, said)),
            said=np.fromiter(map(phrases.features.__getitem__, chain.from_iterable(said)), np.int64),
            weights=np.array([matcher.known_weight(name) for name in features]),
            asks=np.array([name.startswith("?") for name in features], np.bool_),
            cited=np.array(list(map(bool, cited)), np.bool_),
            together=np.array([[not one.isdisjoint(other) for other in cited] for one in cited], np.bool_),
            mentions=mentions,
            peer_starts=starts(map(len, peers)),
            peers=int64(list(chain.from_iterable(peers))),
            coefficients=np.array([COEFFICIENTS[kind] for kind in kinds]),
            constants=np.array([OF_KIND[kind] for kind in kinds]),
        )

    def believe(self, analysis: Analysis, top: Sequence[Candidate]) -> dict[str, float]:
        """How likely each of the best matches is what is meant, in 0..1."""
        found = belief_loops.believe(
            self._phrases.index,
            self._grounds,
            self._asked(analysis),
            Ranking(
                intents=int64([self._intents[match.intent] for match in top]),
                phrases=int64([match.place for match in top]),
                scores=float64([match.score for match in top]),
                likelihoods=float64([match.likelihood for match in top]),
            ),
        )
        return dict(zip([match.intent for match in top], found.tolist(), strict=True))

    def _asked(self, analysis: Analysis) -> Asked:
        understanding, features = self._understanding, self._phrases.features
        weights = understanding.matcher.weigh(analysis.content)
        focus = focused_names(analysis, understanding.english)
        entities = [
            (place, self._entities[name]) for place, name in enumerate(weights) if name in self._entities
        ]
        return Asked(
            content=int64([features.get(name, -1) for name in weights]),
            weights=float64(list(weights.values())),
            names=int64([features[name] for name in analysis.names if name in features]),
            asks=int64([features.get(name, -1) for name in analysis.names if name[0] == "?"]),
            focused=int64([place for place, name in enumerate(weights) if name in focus] if focus else []),
            entities=int64([entity for _, entity in entities]),
            named=int64([place for place, _ in entities]),
        )
