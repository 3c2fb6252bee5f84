"""Covers that are files: found beside the article or from the source folder, refused from anywhere else."""

from __future__ import annotations

import json
import struct
import zlib

import pytest

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"></svg>'
INDEX = "# 首页\n"


def png(width: int, height: int, grey: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def article(cover: str) -> str:
    return f"---\ntitle: T\ncover: {json.dumps(cover)}\n---\nText.\n"


@pytest.mark.parametrize(
    "cover", ["封面.png", "./封面.png", "/posts/封面.png", "%E5%B0%81%E9%9D%A2.png", "posts/封面.png"]
)
def test_a_file_is_found_and_shown_in_its_size(build, cover):
    site = build({"index.md": INDEX, "posts/a.md": article(cover), "posts/封面.png": png(32, 18)})
    page = site.html("posts/a")
    assert 'src="../_images/%E5%B0%81%E9%9D%A2.png"' in page
    assert 'width="32"' in page
    assert 'height="18"' in page
    assert (site.outdir / "_images" / "封面.png").is_file()
    assert 'src="_images/%E5%B0%81%E9%9D%A2.png"' in site.html("index")


@pytest.mark.parametrize(
    ("cover", "reason"),
    [
        ("../../etc/passwd", "lies outside the source folder"),
        ("/../../etc/passwd", "lies outside the source folder"),
        ("notes.txt", "is no image that browsers show"),
        ("gone.png", "is not there"),
        ("C:\\a.png", "is"),
        ("a\0b.png", "is not there"),
    ],
)
def test_what_is_no_image_in_the_source_folder_is_refused_with_one_warning(build, cover, reason):
    site = build(
        {"index.md": INDEX, "posts/a.md": article(cover), "posts/notes.txt": "x"},
        warnings=["posts/a.md:3: WARNING: the cover "],
    )
    assert reason in site.warnings[0]
    assert "[byline.cover]" in site.warnings[0]
    assert "<img" not in site.html("posts/a")


def test_a_link_that_leads_out_of_the_source_folder_is_refused(build, tmp_path):
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    site = build({"index.md": INDEX})
    (site.srcdir / "link.png").symlink_to(tmp_path / "secret.png")
    again = site.edit({"a.md": article("link.png")}).rebuild(warnings=["lies outside the source folder"])
    assert not (again.outdir / "_images").exists()


def test_covers_of_one_name_keep_apart_however_the_site_is_built(build):
    files = {"index.md": INDEX}
    for number in range(12):
        files[f"{number:02}/index.md"] = article("cover.png")
        files[f"{number:02}/cover.png"] = png(16, 9, number)
    serial, parallel = build(files), build(files, parallel=4)
    for site in (serial, parallel):
        for number in range(12):
            name = f"cover{number or ''}.png"
            assert f'src="../_images/{name}"' in site.html(f"{number:02}/index")
            assert (site.outdir / "_images" / name).read_bytes() == png(16, 9, number)


def test_a_damaged_image_is_shown_without_a_size(build):
    files = {"index.md": INDEX, "a.md": article("broken.png"), "broken.png": b"\x89PNG\r\n\x1a\nxx"}
    site = build(files, warnings=['the cover "broken.png" is damaged'])
    assert "_images/broken.png" in site.html("a")


def test_a_cover_that_was_missing_is_shown_once_it_is_there(build):
    site = build({"index.md": INDEX, "posts/a.md": article("late.png")}, warnings=["is not there"])
    again = site.edit({"posts/late.png": png(32, 18)}).rebuild()
    assert 'src="../_images/late.png"' in again.html("posts/a")
    assert 'src="_images/late.png"' in again.html("index")
    assert again.rebuild().read == []
