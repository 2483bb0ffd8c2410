"""Where things live in the checkout. Standard library only: the bootstrap uses it before anything is installed."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
SIGN_INS = VAR / "sign-ins.txt"  # what seed_demo said last
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


def checkout_key() -> str:
    """Return eight letters that tell this checkout from others on the machine."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
