"""A new publication is written that builds without a warning, over nobody's files."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import yaml

from sphinx_byline.commands import main
from sphinx_byline.commands.init import write_publication


@pytest.mark.parametrize("language", ["en", "zh_CN", "ja"])
def test_a_new_publication_builds_without_a_warning_and_passes_the_check(build, tmp_path, capsys, language):
    folder = tmp_path / "new"
    assert (
        main(["init", str(folder), "--title", 'A "title" *of* $x$', "--author", "AI 研究员", "--language", language])
        == 0
    )
    assert main(["check", str(folder)]) == 0
    site = build(folder, confoverrides={"nitpicky": True})
    home, article = site.html("index"), site.html("posts/hello")
    assert "A &#34;title&#34; *of* $x$" in home.replace("&quot;", "&#34;")
    assert "AI 研究员" in article
    assert 'src="../_images/hello.svg"' in article
    assert "katex" in article
    assert f'datetime="{dt.datetime.now().astimezone().date()}"' in article
    assert "python -m sphinx -nW" in capsys.readouterr().out


def test_no_file_is_written_over_another(tmp_path, capsys):
    (tmp_path / "index.md").write_text("mine", encoding="utf-8")
    (tmp_path / "conf.py").write_text("# mine", encoding="utf-8")
    written, kept = write_publication(tmp_path)
    assert kept == ["conf.py", "index.md"]
    assert "posts/hello.md" in written
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "mine"
    assert main(["init", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert f"kept    {tmp_path / 'posts/hello.md'}" in said
    assert "wrote" not in said
    assert "Your own conf.py needs" in said


def test_a_folder_that_is_a_file_is_said_in_plain_words(tmp_path, capsys):
    (tmp_path / "a").write_text("", encoding="utf-8")
    assert main(["init", str(tmp_path / "a")]) == 2
    assert "in the way" in capsys.readouterr().err


def test_a_language_that_is_none_is_refused(tmp_path, capsys):
    assert main(["init", str(tmp_path / "a"), "--language", '"; import os']) == 2
    assert "is no language code" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("environment", "title"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "笔记"),
        ({"LANG": "C"}, "Notes"),
        ({"LC_ALL": "zh_TW", "LANG": "en_US"}, "笔记"),
        ({}, "Notes"),
    ],
)
def test_the_texts_are_in_the_language_of_the_system(tmp_path, monkeypatch, environment, title):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    write_publication(tmp_path)
    assert (tmp_path / "index.md").read_text(encoding="utf-8").startswith(f"# {title}\n")


def test_what_others_read_is_what_they_expect(tmp_path):
    write_publication(tmp_path, author="Ada: \"x\" # 'y'")
    authors = yaml.safe_load((tmp_path / "authors.yml").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in authors.values()] == ["Ada: \"x\" # 'y'"]
    workflow = yaml.safe_load((tmp_path / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    commands = " ".join(step.get("run", "") for step in workflow["jobs"]["build"]["steps"])
    assert re.search(r"sphinx_byline check --format github \.", commands)
    assert re.search(r"sphinx -nW .* _site", commands)
    hosted = yaml.safe_load((tmp_path / ".readthedocs.yaml").read_text(encoding="utf-8"))
    assert (tmp_path / hosted["sphinx"]["configuration"]).is_file()
    assert (tmp_path / hosted["python"]["install"][0]["requirements"]).read_text(encoding="utf-8") == "sphinx-byline\n"
