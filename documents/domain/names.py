"""Names of files: as people gave them, and as they leave the system."""

import re
import unicodedata
from pathlib import PurePath

from documents.models import LONGEST_FILE_NAME, Document, StoredFile

FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')


def shown_name(name: str) -> str:
    """The name as it may be shown: without a path and without steering characters, not too long."""
    last = PurePath(name.replace("\\", "/").replace("\0", "")).name
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return visible.strip()[-LONGEST_FILE_NAME:] or "fil"


def download_name(document: Document | StoredFile) -> str:
    """`Vedtægter 2022.pdf`: the name given, fit for every system, with the ending that the content has."""
    stem = PurePath(document.original_name).stem
    fit = FORBIDDEN.sub("-", stem).strip(" .")[:100].strip(" .") or "dokument"
    return f"{fit}.{document.file_type}"
