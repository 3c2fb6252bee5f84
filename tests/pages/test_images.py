"""Covers in the size that a screen needs, made by Pillow; images of the text that keep their room and may wait."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageCms

from sphinx_byline.pages import copies
from sphinx_byline.pages.scaling import bombs_refused, scale, worth_having

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = (480, 960, 1600)
INDEX = "# 首页\n"
EPUB = {"builder": "epub", "confoverrides": {"copyright": "P", "version": "1"}}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><path d="M0 0h9" stroke-width="2"/></svg>'


def photo(width: int, height: int, mode: str = "RGB", seed: int = 0) -> Image.Image:
    """Something that looks like a photograph to a codec: no two places of it are alike."""
    noise = Image.effect_mandelbrot((width, height), (-2 + seed / 9, -1.2, 0.6, 1.2), 60)
    grain = Image.effect_noise((width, height), 40)
    picture = Image.merge("RGB", (noise, grain, noise.rotate(180)))
    return picture.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def article(cover: str = "cover.jpg", title: str = "T") -> str:
    return f"---\ntitle: {title}\ncover: {cover}\n---\nText.\n"


def sources(html: str) -> dict[int, str]:
    """Widths and addresses of the first ``srcset`` of a page."""
    found = re.search(r'srcset="([^"]+)"', html)
    return {int(width): url for url, width in re.findall(r"(\S+) (\d+)w", found[1])} if found else {}


def copied(outdir: Path) -> set[str]:
    return {path.name for path in (outdir / "_images" / "byline-covers").glob("*")}


def test_an_article_its_card_and_a_table_offer_a_cover_in_three_widths(build):
    listed = "# 首页\n\n```{article-list}\n```\n\n```{article-list}\n:style: table\n:fields: title, cover\n```\n"
    large = encoded(photo(2000, 1000), quality=95)
    site = build({"index.md": listed, "posts/a.md": article(), "posts/cover.jpg": large})
    page, home = site.html("posts/a"), site.html("index")
    assert list(sources(page)) == list(sources(home)) == [480, 960, 1600]
    assert home.count("srcset=") == 2
    assert 'src="../_images/cover.jpg"' in page
    for width, url in sources(page).items():
        copy = site.outdir / "posts" / url
        assert opened(copy.read_bytes()).format == "WEBP"
        assert opened(copy.read_bytes()).size == (width, width // 2)
        assert copy.stat().st_size < len(large)
        assert copy.resolve() == (site.outdir / sources(home)[width]).resolve()
    again = site.rebuild()
    assert not [name for name in again.written if "_images" in name or name.endswith("a.html")]


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_lists_and_articles_offer_them_under_other_themes_too(build, theme):
    files = {"index.md": INDEX, "a.md": article(), "cover.jpg": encoded(photo(1000, 500))}
    site = build(files, confoverrides={"html_theme": theme})
    assert list(sources(site.html("index"))) == list(sources(site.html("a"))) == [480, 960, 1000]


def test_no_copy_is_wider_than_its_image_or_has_more_bytes():
    assert worth_having(300, WIDTHS) == []
    assert worth_having(480, WIDTHS) == []
    assert worth_having(700, WIDTHS) == [480, 700]
    assert worth_having(1600, WIDTHS) == [480, 960, 1600]
    assert worth_having(4000, WIDTHS) == [480, 960, 1600]
    flat = encoded(Image.new("RGB", (1200, 600), "teal"), "PNG", optimize=True)
    assert all(len(copy) < len(flat) for _, copy in scale(flat, WIDTHS).copies)
    drawn = Image.new("P", (1600, 900))
    drawn.putpalette([0, 0, 0, 250, 250, 250])
    drawn.paste(1, (100, 100, 900, 500))
    small = encoded(drawn, "PNG", optimize=True)
    found = scale(small, WIDTHS)
    assert [len(copy) for _, copy in found.copies] == sorted({len(copy) for _, copy in found.copies})


def test_the_image_itself_is_offered_where_no_copy_is_as_wide():
    cover = copies.Copies(width=1400, copies=(copies._Copy(480, "a" * 64, 9),))
    assert cover.sources(1600) == (("a" * 20 + ".webp", 480), ("", 1400))
    assert copies.Copies(width=5000, copies=(copies._Copy(1600, "a" * 64, 9),)).sources(1600)[-1][1] == 1600


def kinds() -> dict[str, tuple[bytes, str, tuple[int, int, int] | None]]:
    """Image files that want care: the mode of their copies, and the colour of the corner where it is known."""
    red = Image.new("RGB", (800, 400), (200, 30, 30))
    red.paste(photo(800, 300), (0, 100))
    turned = Image.Exif()
    turned[0x0112] = 6
    clear = photo(800, 400, "RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((800, 400)))
    palette = red.quantize(64)
    grey = Image.new("I;16", (800, 400), 200 * 256)
    grey.paste(Image.effect_noise((800, 300), 90).convert("I;16"), (0, 100))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return {
        "cmyk": (encoded(red.convert("CMYK"), quality=95), "RGB", (200, 30, 30)),
        "palette": (encoded(palette, "PNG"), "RGB", (200, 30, 30)),
        "palette with transparency": (encoded(palette, "PNG", transparency=palette.getpixel((0, 0))), "RGBA", None),
        "transparent": (encoded(clear, "PNG"), "RGBA", None),
        "16 bits of grey": (encoded(grey, "PNG"), "RGB", (200, 200, 200)),
        "grey and alpha": (encoded(clear.convert("LA"), "PNG"), "RGBA", None),
        "still gif": (encoded(palette, "GIF"), "RGB", (200, 30, 30)),
        "profile": (encoded(red, icc_profile=srgb, quality=95), "RGB", (200, 30, 30)),
        "broken profile": (encoded(red, icc_profile=b"no profile" * 20, quality=95), "RGB", (200, 30, 30)),
        "turned": (encoded(red.rotate(90, expand=True), exif=turned, quality=95), "RGB", (200, 30, 30)),
    }


def test_every_kind_of_image_comes_out_in_its_colours_upright_and_without_what_a_camera_noted():
    with bombs_refused():
        for name, (data, mode, corner) in kinds().items():
            found = scale(data, (300,))
            assert found.fault is None, name
            assert [width for width, _ in found.copies] == [300], name
            copy = opened(found.copies[0][1])
            assert (copy.mode, copy.size) == (mode, (300, 150)), name
            assert not copy.getexif(), name
            assert ("icc_profile" in copy.info) == (name == "profile"), name
            if corner:
                assert max(abs(a - b) for a, b in zip(copy.getpixel((5, 5)), corner, strict=True)) < 16, name
            assert scale(data, (300,)) == found, name


def test_animations_are_left_alone_quietly():
    frames = [photo(800, 400, seed=seed) for seed in (0, 3)]
    with bombs_refused():
        for kind in ("GIF", "WEBP", "PNG"):
            moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
            assert scale(moving, WIDTHS) == scale(encoded(Image.new("RGB", (9, 9)), "PNG"), WIDTHS)


def bomb() -> bytes:
    """A PNG that says to be of 3,600 million pixels."""
    data = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def test_what_cannot_be_scaled_is_one_warning_and_still_the_cover(build):
    whole = encoded(photo(1000, 500))
    files = {
        "index.md": INDEX,
        **{
            f"{name}.md": article(cover, name)
            for name, cover in (("a", "cut.jpg"), ("b", "cut.jpg"), ("c", "huge.png"))
        },
        "cut.jpg": whole[: len(whole) // 2],
        "huge.png": bomb(),
    }
    warnings = ['a.md:1: WARNING: the cover "cut.jpg" is damaged', 'c.md:1: WARNING: the cover "huge.png" is too large']
    site = build(files, warnings=warnings)
    assert all("[byline.cover]" in warning for warning in site.warnings)
    assert 'src="_images/cut.jpg"' in site.html("a")
    assert "srcset" not in site.html("index")
    site.edit({"cut.jpg": whole}).rebuild(warnings=["huge.png"])
    assert sources(site.html("b"))
    assert sources(site.html("index"))


def test_an_edited_site_is_as_a_new_one_and_nothing_is_left_behind(build):
    one, two = (encoded(photo(1000, 500, seed=seed), quality=95) for seed in (0, 4))
    files = {"index.md": INDEX, "a.md": article("a.jpg"), "b.md": article("b.jpg"), "a.jpg": one, "b.jpg": two}
    site = build(files, parallel=2)
    assert len(copied(site.outdir)) == 6
    edits: list[dict[str, str | bytes | None]] = [
        {"a.jpg": two},
        {"a.jpg": one, "b.md": None},
        {"a.md": "---\ntitle: T\ntags: [x]\n---\nText.\n"},
    ]
    for edit in edits:
        site = site.edit(edit).rebuild()
        files = {name: text for name, text in {**files, **edit}.items() if text is not None}
        fresh = build(files)
        assert copied(site.outdir) == copied(fresh.outdir)
        assert site.html("index") == fresh.html("index")
        assert site.html("a") == fresh.html("a")
    assert not (site.outdir / "_images" / "byline-covers").exists()
    assert not list((site.doctreedir / copies.CACHE_FOLDER).glob("*"))


def test_copies_are_made_once_and_again_where_they_were_damaged(build, monkeypatch):
    made: list[int] = []
    monkeypatch.setattr(copies, "scale", lambda data, widths: made.append(len(data)) or scale(data, widths))
    site = build({"index.md": INDEX, "a.md": article(), "cover.jpg": encoded(photo(1000, 500))})
    whole = {name: data for name, data in site.outputs().items() if "byline-covers" in name}
    site.rebuild(freshenv=True)
    assert len(made) == 1
    for name in whole:
        (site.outdir / name).unlink()
    assert len(site.rebuild().outputs()) > len(whole)
    assert len(made) == 1
    for file in (site.doctreedir / copies.CACHE_FOLDER).iterdir():
        file.write_bytes(b"x")
    for name in whole:
        (site.outdir / name).unlink()
    again = site.rebuild()
    assert len(made) == 2
    # One page has the articles of the toctree alone; what the others need is kept for the next builder.
    assert not copied(site.rebuild(builder="singlehtml").outdir)
    assert copied(site.rebuild(builder="dirhtml").outdir) == copied(again.outdir)
    assert len(made) == 2
    assert {name: again.outputs()[name] for name in whole} == whole


def test_without_pillow_or_widths_and_outside_the_web_covers_are_as_they_were(build, monkeypatch):
    files = {"index.md": INDEX, "a.md": article(), "cover.jpg": encoded(photo(1000, 500))}
    for options in ({"confoverrides": {"byline_image_widths": []}}, EPUB):
        site = build(files, **options)
        assert "srcset" not in "".join(path.read_text() for path in site.outdir.glob("*html"))
        assert not copied(site.outdir)
    site = build(files, confoverrides={"byline_image_widths": [0, "big"]}, warnings=["expected a list of widths in px"])
    assert list(sources(site.html("a"))) == [480, 960, 1000]
    monkeypatch.setattr(copies, "scaler", lambda: "")
    site = site.rebuild(confoverrides={})
    assert "srcset" not in site.html("a") + site.html("index")
    assert not copied(site.outdir)


# --- images of the text -----------------------------------------------------------------------------------------------


def images(html: str) -> list[dict[str, str]]:
    body = html[html.index("<main") : html.index("</main>")]
    tags = re.findall(r"<img ([^>]*)>", body)
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in tags if "u-photo" not in tag]


FIGURES = f"""
Word ![icon](icon.png) word.

![first](a.png)

```{{image}} a.png
:width: 50%
```

```{{image}} a.png
:height: 100px
```

```{{image}} a.png
:class: mine
```

[![linked](a.png)](https://example.org)

{"Long ago. " * 80}

```{{figure}} drawing.svg
Caption
```

![remote](https://example.org/a.png)
"""
BODY = {
    "index.md": "# 首页\n\n```{toctree}\n:hidden:\n:glob:\n*\n```\n",
    "icon.png": encoded(Image.new("RGB", (16, 16)), "PNG"),
    "a.png": encoded(Image.new("RGB", (640, 320)), "PNG"),
    "drawing.svg": SVG.format('viewBox="0 0 600 200"'),
}


def test_images_of_a_text_keep_their_room_and_those_further_down_wait(build):
    site = build({**BODY, "a.md": "# T\n" + FIGURES, "b.md": "---\ncover: a.png\n---\n# U\n" + FIGURES})
    icon, first, share, tall, mine, linked, drawing, remote = images(site.html("a"))
    assert (icon["width"], first["width"], first["height"]) == ("16", "640", "320")
    assert (share["width"], share["height"]) == ("640", "320")
    assert "width: 50%" in share["style"]
    assert "width" not in tall  # The browser finds it by the ratio of the image.
    assert "width" not in mine
    assert int(drawing["width"]) == 3 * int(drawing["height"])
    assert "width" not in remote
    assert remote["referrerpolicy"] == "no-referrer"
    waits = [image.get("loading") for image in (icon, first, share, tall, mine, linked, drawing, remote)]
    assert waits == [None] * 6 + ["lazy"] * 2
    assert all(image.get("loading") == "lazy" for image in images(site.html("b")))
    assert all(image["decoding"] == "async" for image in images(site.html("a")))
    large = [image["alt"] for image in images(site.html("a")) if "data-large" in image]
    assert "icon" not in large
    assert "linked" not in large
    assert {"first", "remote"} <= set(large)
    assert "byline-zoom.js" in site.html("a")
    assert "byline-zoom.js" not in site.html("index")


def test_other_builders_and_themes_draw_images_as_sphinx_does(build):
    for options in ({"confoverrides": {"html_theme": "alabaster"}}, EPUB):
        site = build({**BODY, "a.md": "# T\n\n![first](a.png)\n"}, **options)
        [page] = site.outdir.glob("a.*html")
        assert "data-large" not in page.read_text()
        assert "decoding" not in page.read_text()


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="300" height="200"', ("300", "200")),
        ('width="3in" height="144pt" viewBox="0 0 9 9"', ("288", "192")),
        ('width="100%" height="100%" viewBox="0 0 2400 600"', ("2400", "600")),
        ('viewBox="0,0,24,24"', ("1200", "1200")),
        ('height="100" viewBox="0 0 40 20"', ("200", "100")),
        ('viewBox="none"', None),
        ("", None),
    ],
)
def test_a_drawing_has_the_size_of_its_root_or_the_ratio_of_its_box(build, root, size):
    site = build({"index.md": "# T\n\n![a](a.svg)\n", "a.svg": SVG.format(root)})
    [image] = images(site.html("index"))
    assert (image.get("width"), image.get("height")) == (size or (None, None))
