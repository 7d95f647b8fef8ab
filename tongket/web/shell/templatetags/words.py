"""Words in the reader's language: `{% say "Lưu" "Save" %}`, `{{ text|told:LANG }}`."""

from typing import Any

from django import template

from tongket.core.text import Lang, Text

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], vi: str, en: str) -> str:
    """Return one of two wordings."""
    return en if context.get("LANG") == "en" else vi


@register.filter
def told(text: Text | str | None, lang: Lang) -> str:
    """Return a text in a language; a plain word as it is."""
    if text is None:
        return ""
    return text.to(lang) if isinstance(text, Text) else str(text)
