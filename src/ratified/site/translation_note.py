"""What a translation says that no document governs, in its own language where we have the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.views import escape

if TYPE_CHECKING:
    from ratified.views.escape import Safe

_WORDS = {
    "de": (
        "Dies ist eine Übersetzung, deren Wortlaut niemand genehmigt hat.",
        "Es gilt der Text, nach dem sie gemacht ist; dort steht, wer ihn genehmigt hat:",
    ),
    "en": (
        "This is a translation, and nobody approved its text.",
        "What counts is the text that it was made from, which says who approved it:",
    ),
    "es": (
        "Esto es una traducción, y nadie ha aprobado su texto.",
        "Lo que cuenta es el texto original, que dice quién lo aprobó:",
    ),
    "fr": (
        "Ceci est une traduction, dont personne n’a approuvé le texte.",
        "Ce qui compte est le texte original, qui dit qui l’a approuvé :",
    ),
    "it": (
        "Questa è una traduzione, e nessuno ne ha approvato il testo.",
        "Conta il testo originale, che dice chi lo ha approvato:",
    ),
    "nl": (
        "Dit is een vertaling, en niemand heeft de tekst ervan goedgekeurd.",
        "Wat telt is de oorspronkelijke tekst, die zegt wie hem heeft goedgekeurd:",
    ),
    "pt": (
        "Esta é uma tradução, e ninguém aprovou o seu texto.",
        "O que conta é o texto original, que diz quem o aprovou:",
    ),
}


def translation_note(language: str, of: str, href: Safe, title: str) -> str:
    """The note of a page in a language, with a link to the governed text, which has a language (`of`) and a title."""
    spoken = language.replace("_", "-").split("-")[0]
    known = spoken if spoken in _WORDS else "en"
    what, counts = _WORDS[known]
    link = f'<a href="{href}" hreflang="{escape(of)}" lang="{escape(of)}">{escape(title)}</a>'
    note = f"<strong>{what}</strong> {counts} {link}."
    return f'<p class="r-ungoverned" lang="{known}" role="note" data-search-exclude>{note}</p>'
