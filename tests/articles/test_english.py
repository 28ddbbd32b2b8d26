"""Whether a text is English: single sentences are the hardest."""

from __future__ import annotations

import pytest

from assistant.articles import why_not_english
from tests.conftest import ARTICLE


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        "The museum opens on 3 June.",
        "Harbour board approves lamp.",
        "Ines Okafor and Per Lind met in Vellmar.",
        "BREAKING: Orsholm, Vellmar ink ferry deal",
        "Prices rose 5.3 percent, led by fuel, food and rents, statistics office data showed Monday.",
        "Photosynthesis converts carbon dioxide and water into glucose via electron transport in membranes.",
    ],
)
def test_english(text: str) -> None:
    assert why_not_english(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Der Hafenrat von Orsholm hat am Dienstag eine neue Lampe für den Leuchtturm der Stadt bewilligt.",
        "Die Regierung will in den Ausbau der Straße investieren.",
        "Le conseil du port d’Orsholm a approuvé mardi une nouvelle lampe pour le phare de la ville.",
        "La junta del puerto aprobó el martes una nueva lámpara para el faro de la ciudad.",
        "Il consiglio del porto ha approvato martedì una nuova lampada per il faro della città.",
        "O conselho do porto aprovou na terça-feira uma nova lâmpada para o farol da cidade.",
        "De havenraad heeft dinsdag een nieuwe lamp goedgekeurd voor de vuurtoren van de stad.",
        "Hamnstyrelsen i Orsholm godkände på tisdagen en ny lampa för stadens fyr.",
        "Dewan pelabuhan pada hari Selasa menyetujui lampu baru untuk mercusuar kota.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
    ],
)
def test_other_languages(text: str) -> None:
    reason = why_not_english(text)

    assert reason is not None
    assert "are English ones" in reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("बंदरगाह बोर्ड ने मंगलवार को नए दीपक को मंजूरी दी।", "most of its letters are Devanagari"),
        ("Портовый совет одобрил новую лампу.", "most of its letters are Cyrillic"),
        ("港湾局は新しい灯を承認した。", "most of its letters are Han"),
        ("42 – 17", "it has no words"),
        ("", "it has no words"),
    ],
)
def test_other_scripts(text: str, reason: str) -> None:
    assert why_not_english(text) == reason
