"""Texts of plans: paragraphs and "- " lists, nothing to learn. What is pasted from a word processor becomes that."""

import re
import unicodedata
from dataclasses import dataclass

# Bullets as word processors paste them: signs, private-use glyphs of symbol fonts, "o" and tab.
BULLET = re.compile(r"^[ \t\u00a0]*(?:[•◦▪▫●○■□‣⁃∙·*–—\uf0b7\uf0a7\uf0d8\uf076-]|o(?=[\t\u00a0]))[ \t\u00a0]+")
SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
MANY_BREAKS = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The text with its lists as "- " lines, one kind of line break, and no invisible formatting."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
        .replace("\v", "\n")
    )
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c == "\u200d")
    lines = [_line(line) for line in text.split("\n")]
    return MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()


def _line(line: str) -> str:
    found = BULLET.match(line)
    body = SPACES.sub(" ", line[found.end() :] if found else line).strip()
    return f"- {body}" if found and body else body


@dataclass(frozen=True)
class Block:
    """A paragraph (`lines` joined by line breaks) or a list (`is_list`, an item each)."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """A tidy text as paragraphs and lists, for the page and the PDF alike."""
    found: list[Block] = []
    for part in text.split("\n\n"):
        begins = True  # an empty line ends a paragraph; a list goes on over it
        for line in filter(None, part.split("\n")):
            is_list = line.startswith("- ")
            content = line.removeprefix("- ")
            if found and found[-1].is_list == is_list and (is_list or not begins):
                found[-1] = Block(is_list, (*found[-1].lines, content))
            else:
                found.append(Block(is_list, (content,)))
            begins = False
    return found
