import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dev.checkout import Checkout


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    """A checkout whose path has a space, and which every user of the machine can enter."""
    folder = Path(tempfile.mkdtemp(prefix="medspil checkout ", dir="/tmp"))
    folder.chmod(0o755)
    copy = Checkout(folder / "med spil")
    yield copy
    copy.clear()
    shutil.rmtree(folder)


@pytest.fixture
def closed_checkout(tmp_path: Path) -> Iterator[Checkout]:
    """A checkout in a folder that only its owner can enter, like a clone in root's home."""
    tmp_path.chmod(0o700)
    copy = Checkout(tmp_path / "med spil")
    yield copy
    copy.clear()
