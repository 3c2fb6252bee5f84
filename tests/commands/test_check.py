"""All headers of a folder are read without a build, and what is wrong is printed where an editor or CI finds it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from sphinx_byline.commands import main

SITE = {
    "conf.py": 'extensions = ["sphinx_byline"]\nbyline_timezone = "Asia/Shanghai"\n',
    "index.md": "# 首页\n",
    "好.md": "---\ntitle: 好\nauthor: 李明\ntags: 数学\n---\n正文。\n",
    "posts/date.md": "---\ntitle: T\ntags: x\ndate: 2024-02-30\n---\n",
    "posts/cover.md": "---\ncover: gone.png\ntitel: x\n---\n",
    "posts/toml.md": '+++\ntitle = "a"\ndraft = "perhaps"\n+++\n',
    "posts/gbk.md": "# 标题\n".encode("gbk"),
    "_build/old.md": "---\ndate: never\n---\n",
}


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Write ``SITE``, or other files, into the working directory."""
    folder = tmp_path / "publication"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def write(files=SITE):
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


def test_every_problem_is_a_line_with_file_and_line_and_the_status_is_1(site, capsys):
    site()
    assert main(["check", "."]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [re.match(r"(.+?:\d+): ", line)[1] for line in lines] == [
        "posts/cover.md:2",
        "posts/cover.md:3",
        "posts/date.md:4",
        "posts/gbk.md:1",
        "posts/toml.md:3",
    ]
    assert lines[2] == (
        'posts/date.md:4: "date" is "2024-02-30"; the field is left out; expected a date that exists '
        "(day is out of range for month) [byline.date]"
    )


def test_a_folder_without_a_problem_is_silent_and_the_status_is_0(site, capsys):
    site({"a.md": SITE["好.md"], "index.md": "# H\n"})
    assert main(["check"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "2 files checked, 0 problems\n"


def test_the_build_and_the_check_say_the_same(build, site, capsys):
    found = build(
        {**SITE, "conf.py": 'extensions = ["sphinx_byline"]\nhtml_theme = "byline"\n'}, warnings=None
    ).warnings
    site()
    main(["check"])
    said = capsys.readouterr().out.splitlines()
    ours = [warning.replace(" WARNING:", "") for warning in found if "[byline." in warning]
    assert sorted(said) == sorted(ours)


def test_json_is_a_list_for_programs(site, capsys):
    site()
    assert main(["check", "--format", "json", "posts/date.md"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["file"], found["line"], found["kind"]) == ("posts/date.md", 4, "byline.date")
    assert "2024-02-30" in found["message"]


def test_github_gets_annotations_that_no_text_can_break(site, capsys):
    site({"a,b:c.md": '---\ntags: x\ndate: "50%\\n::error::x"\n---\n'})
    assert main(["check", "--format", "github"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith('::error file=a%2Cb%3Ac.md,line=3,title=byline.date::"date" is "50%25 ::error::x"')


def test_one_folder_or_one_file_is_checked_by_the_settings_of_the_publication_above_it(site, capsys):
    site({**SITE, "conf.py": 'byline_tags_inline = "warn"\n', "tags.yml": "数学:\n"})
    assert main(["check", "posts/date.md"]) == 1
    assert 'the tag "x" is not in the registry of tags' in capsys.readouterr().out
    assert main(["check", "好.md"]) == 0


def test_what_is_wrong_with_settings_and_registries_is_said_too(site, capsys):
    conf = 'byline_timezone = "Mars"\nbyline_timezne = "UTC"\n'
    site({"conf.py": conf, "index.md": "# H\n", "authors.yml": "ada: [x]\n"})
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "conf.py:1: byline_timezone is " in said
    assert "conf.py:2: byline_timezne is no setting" in said
    assert 'authors.yml:1: "ada" is a list' in said


def test_excluded_files_are_not_read(site):
    conf = 'exclude_patterns = ["posts/*", "_build"]\n'
    site({**SITE, "conf.py": conf})
    assert main(["check"]) == 0


def test_a_missing_folder_and_a_broken_conf_py_are_said_in_plain_words(site, capsys):
    site({"broken/conf.py": "x = (\n"})
    assert main(["check", "nowhere"]) == 2
    assert "nowhere is not there" in capsys.readouterr().err
    assert main(["check", "broken"]) == 2
    assert "conf.py cannot be read" in capsys.readouterr().err


def test_the_command_line_runs_as_a_program(site):
    folder = site()
    ran = subprocess.run(
        [sys.executable, "-m", "sphinx_byline", "check", "posts"], cwd=folder, check=False, capture_output=True
    )
    assert ran.returncode == 1
    assert b"posts/date.md:4: " in ran.stdout
    assert b"4 files checked, 5 problems" in ran.stderr


def test_a_thousand_headers_are_read_in_well_under_the_time_of_a_build(site):
    header = "---\ntitle: 深度学习 {}\nauthor: AI 研究员\ntags: [数学, 微积分]\ndate: 2024-03-01 08:00\n---\n"
    folder = site({f"p/{number}.md": header.format(number) for number in range(1000)})
    script = (
        "import time; start = time.process_time()\n"
        "from sphinx_byline.commands import main\n"
        "status = main(['check'])\n"
        "print(status, time.process_time() - start)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=folder, check=True, capture_output=True, text=True)
    status, seconds = ran.stdout.split()
    assert status == "0"
    # A second on a quiet machine; a test's machine is not quiet.
    assert float(seconds) < 4


def test_a_publication_below_the_folder_is_checked_by_its_own_settings(site, capsys):
    header = "---\ncover: img/a.svg\ntags: y\n---\n"
    files = {"docs/conf.py": 'extensions = ["sphinx_byline"]\nbyline_tags_inline = "warn"\n', "README.md": header}
    site({**files, "docs/p/a.md": header, "docs/img/a.svg": "<svg/>", "docs/tags.yml": "x:\n"})
    assert main(["check", "."]) == 1
    said = capsys.readouterr()
    assert said.out.startswith('docs/p/a.md:3: the tag "y" is not in the registry')
    assert said.err == "1 file checked, 1 problem\n"


def test_a_file_without_a_publication_above_it_is_read_all_the_same(site, capsys):
    site({"top.md": "---\ndate: never\n---\n", "a/docs/conf.py": "import sphinx_byline\n", "a/docs/b.md": "# B\n"})
    assert main(["check", "top.md"]) == 1
    assert capsys.readouterr().out.startswith("top.md:2: ")


def test_a_conf_py_that_cannot_be_opened_ends_nothing(site):
    folder = site({"x/a.md": "# A\n"})
    (folder / "x" / "conf.py").symlink_to(folder / "nowhere")
    assert main(["check", "."]) == 0
