"""The single source of smaller copies of one image: which are worth having, and how Pillow makes them.

Pillow comes with the extra ``sphinx-byline[images]``. Nothing is read or written here: bytes in, bytes out, the same
from the same version of Pillow.
"""

from __future__ import annotations

import functools
import importlib.util
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

#: Counted up whenever the same image comes out differently.
FORMAT = 1
#: What Pillow may take an image for: what browsers show. MPO is the JPEG of phones that keep a second picture in it.
_FORMATS = ("PNG", "JPEG", "MPO", "WEBP", "GIF", "AVIF")
_QUALITY = 82
_MOST_COLOURS = 256
"""An image of no more is drawn, not photographed: it may be smaller without loss."""
_TALLEST = 16383
"""px; more than that WebP cannot hold in either direction."""
_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})
"""EXIF orientations of a picture that is shown with width and height exchanged."""

Fault = Literal["damaged", "large"]


@dataclass(frozen=True, slots=True)
class Scaled:
    """The copies of one image, the smallest first, or why there are none."""

    width: int = 0
    """Of the image as browsers show it, px; 0 where it is left alone."""
    copies: tuple[tuple[int, bytes], ...] = ()
    """Width in px, and a WebP file that is smaller than the image itself."""
    fault: Fault | None = None


@functools.cache
def scaler() -> str:
    """What decides how an image comes out: versions of Pillow and of its WebP; empty where there is none of them."""
    if importlib.util.find_spec("PIL") is None:
        return ""
    from PIL import __version__, features

    return f"{FORMAT} {__version__} {features.version('webp')} {_QUALITY}" if features.check("webp") else ""


@contextmanager
def bombs_refused() -> Iterator[None]:
    """Let Pillow refuse what it would warn of: more pixels than it takes for safe. Not for threads to enter."""
    from PIL.Image import DecompressionBombWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", DecompressionBombWarning)
        yield


def scale(data: bytes, widths: Sequence[int]) -> Scaled:
    """Copies of the image in ``data`` in those of ``widths`` (px) that are below its own, and in its own at most once.

    A copy that is not smaller in bytes than the image, or than a wider copy, is left out. There are none of an
    animation, of which a copy would show one frame, nor of AVIF where Pillow cannot read it. To be called within
    :func:`bombs_refused`.
    """
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    try:
        return _scale(data, widths)
    except (DecompressionBombWarning, DecompressionBombError, MemoryError):
        return Scaled(fault="large")
    except Exception:  # noqa: BLE001 -- Pillow raises whatever a damaged file makes its parsers raise
        return Scaled(fault="damaged")


def _scale(data: bytes, widths: Sequence[int]) -> Scaled:
    from PIL import Image, ImageOps, features

    Image.init()
    if data[4:8] == b"ftyp" and not ("AVIF" in Image.OPEN and features.check("avif")):
        return Scaled()
    with Image.open(BytesIO(data), formats=[name for name in _FORMATS if name in Image.OPEN]) as image:
        if getattr(image, "is_animated", False) and image.format != "MPO":
            return Scaled()
        across, down = image.size
        if image.getexif().get(_ORIENTATION) in _LYING:
            across, down = down, across
        wanted = {width: max(1, round(down * width / across)) for width in worth_having(across, widths)}
        wanted = {width: height for width, height in wanted.items() if height <= _TALLEST}
        if not wanted:
            return Scaled()
        # A JPEG can be decoded in an eighth of its size; twice what is wanted leaves the filter enough to work on.
        share = 2 * max(wanted) / across
        if share < 1:
            image.draft("RGB", (round(image.width * share), round(image.height * share)))
        whole = _for_screens(ImageOps.exif_transpose(image))
        drawn = image.format in {"PNG", "GIF"} and whole.getcolors(_MOST_COLOURS) is not None
        copies: list[tuple[int, bytes]] = []
        least = len(data)
        for width, height in sorted(wanted.items(), reverse=True):
            # Each from the one before: from the whole image it would take twice as long.
            whole = _resized(whole, (width, height))
            copy = _webp(whole, drawn=drawn)
            if len(copy) < least:  # Drawn images may take more bytes where they are smaller.
                least = len(copy)
                copies.insert(0, (width, copy))
    return Scaled(across, tuple(copies))


def worth_having(width: int, widths: Sequence[int]) -> list[int]:
    """Those of ``widths`` that an image of ``width`` is scaled to: never up; to its own unless it is the widest."""
    smaller = [wanted for wanted in sorted(set(widths)) if wanted < width]
    return [*smaller, width] if smaller and width <= max(widths) else smaller


def _resized(image: Image, size: tuple[int, int]) -> Image:
    from PIL.Image import Resampling

    if image.size == size:
        return image
    copy = image.resize(size, Resampling.LANCZOS, reducing_gap=3.0)
    copy.info = dict(image.info)
    return copy


def _webp(image: Image, *, drawn: bool) -> bytes:
    profile = image.info.get("icc_profile")
    made = []
    for lossless in (False, True) if drawn else (False,):
        file = BytesIO()
        image.save(file, "WEBP", quality=_QUALITY, lossless=lossless, icc_profile=profile, exif=b"", xmp=b"")
        made.append(file.getvalue())
    return min(made, key=len)


def _for_screens(image: Image) -> Image:
    """``image`` in 8 bits of red, green and blue, with its transparency; its profile in ``info`` if it is for these."""
    profile = image.info.get("icc_profile")
    for_rgb = isinstance(profile, bytes) and profile[16:20] == b"RGB "  # ICC.1, 7.2.6: the data colour space.
    if image.mode[:1] in {"I", "F"}:
        # 16 bits of grey: Pillow's own conversion cuts off what is above 255.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if profile and not for_rgb and image.mode in {"L", "CMYK"}:
        image = _in_srgb(image, profile)
    transparent = image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info
    shown = image.convert("RGBA" if transparent else "RGB")
    shown.info = {"icc_profile": profile} if for_rgb else {}
    return shown


def _in_srgb(image: Image, profile: bytes) -> Image:
    try:
        from PIL import ImageCms
    except ImportError:  # A Pillow without LittleCMS.
        return image
    try:
        srgb = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode="RGB")
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
        return image  # As browsers do with a profile that they cannot read.
    return made if made is not None else image
