"""The single source of what a reader waits for: one article opened in Chromium, its formulas typeset in three ways.

The site is served by this machine, text compressed, and the browser reaches nothing else. Each load has an empty cache.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import importlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, override
from urllib.parse import urlsplit

from build import BYLINE_CONF, BYLINE_INDEX, Site, build
from typesetting import SEED_ARTICLE

if TYPE_CHECKING:
    from collections.abc import Iterator
