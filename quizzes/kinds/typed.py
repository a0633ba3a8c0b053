"""What short and numeric questions share: one line of text. Pure: no Django."""

from .base import FIELD, Fields, InvalidAnswer, only_value

MAX_CHARACTERS = 200
_UNREADABLE = {"\0", "\ufffd"}  # what a browser sent that was not text


def typed_text(sent: Fields) -> str:
    """The text as it was typed; empty where there is nothing but white space."""
    text = only_value(sent.get(FIELD, ()), several="Write one answer; two were sent.")
    if _UNREADABLE & set(text) or any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidAnswer("A character of the answer could not be read. Retype it.")
    if len(text) > MAX_CHARACTERS:
        raise InvalidAnswer(
            f"Use at most {MAX_CHARACTERS} characters; {len(text)} were sent."
        )
    return text if text.strip() else ""
