"""Writes CommonMark's examples, as markdown-it-py's sources hold them, to the file that is named."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

#: Of the sources; which version is installed does not matter.
VERSION = "4.3.0"
EXAMPLES = f"markdown_it_py-{VERSION}/tests/test_cmark_spec/commonmark.json"


def main(target: str) -> None:
    """Download the sources by pip, and take the examples out of them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder]
        subprocess.run([*command, f"markdown-it-py=={VERSION}"], check=True)
        with tarfile.open(next(Path(folder).glob("*.tar.gz"))) as sources:
            examples = sources.extractfile(EXAMPLES)
            assert examples is not None, f"{EXAMPLES} is no file"
            Path(target).write_bytes(examples.read())


main(sys.argv[1])
