"""Folders written for other tools: they build as they are, and their articles show what they showed there."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

ROOTS = Path(__file__).parents[1] / "roots"


@dataclass(frozen=True)
class Expected:
    """What a reader has to find of one article. Images are files of the root, or addresses."""

    docname: str
    title: str
    authors: tuple[str, ...]
    dates: tuple[str, ...]
    """When it was published and, where that is told, when it was last changed."""
    tags: tuple[str, ...]
    cover: str = ""
    card: str = ""
    """In lists, where it is not the cover."""
    pictures: tuple[str, ...] = ()
    """In the text."""
    section: str = ""
    """The first category, with those that it lies in."""
    lang: str = ""
    """Where it is not the site's."""


@dataclass(frozen=True)
class Folder:
    """A folder of another tool."""

    articles: tuple[Expected, ...]
    pages: tuple[str, ...]
    """Documents that are built, and are no articles."""
    unpublished: tuple[str, ...]
    """What stands in drafts alone: titles, tags, texts, names of files."""
    home: str = "index"
    first: str = ""
    """The article that is pinned to the top of lists."""
    templates: tuple[str, ...] = ()
    """Files that new articles are made from."""


FOLDERS = {
    "hexo": Folder(
        articles=(
            Expected(
                "source/_posts/gradient-descent",
                "梯度下降的三种写法",
                authors=("林晓雨",),
                dates=("2024-03-01T08:30:00+08:00", "2024-03-10T21:05:00+08:00"),
                tags=("优化", "Python"),
                cover="source/images/ridge.png",
                card="source/images/valley.png",
                pictures=("source/_posts/gradient-descent/curve.png",),
                section="机器学习 / 优化方法",
            ),
            Expected(
                "source/_posts/git-worktree",
                "用 git worktree 同时改两个分支",
                authors=("周野",),
                dates=("2023-12-24T22:10:05+08:00",),
                tags=("Git", "工具"),
                cover="https://images.example.org/xiaoyu/worktree.jpg",
                card="source/images/ridge.png",
                pictures=("source/images/two-trees.png",),
                section="工具",
            ),
            Expected(
                "source/_posts/reading-list",
                "Reading list: queues, caches and clocks",
                authors=("林晓雨",),
                dates=("2023-11-05T09:00:00+08:00",),
                tags=("reading", "分布式"),
                cover="source/_posts/reading-list/notes.svg",
                pictures=("source/_posts/reading-list/notes.svg",),
                section="阅读 / 英文",
                lang="en",
            ),
            Expected(
                "source/_posts/2023年终总结",
                "2023 年终总结",
                authors=(),
                dates=("2023-12-31",),
                tags=("随笔",),
            ),
        ),
        pages=("source/about/index", "source/tags/index", "source/categories/index"),
        unpublished=("写了一半的缓存笔记", "未完成", "这里还没想清楚", "half-written"),
        first="source/_posts/gradient-descent",
        templates=("scaffolds/post", "scaffolds/draft", "scaffolds/page"),
    ),
    "hugo-yaml": Folder(
        articles=(
            Expected(
                "content/posts/hello-tensor/index",
                "Hello, Tensor",
                authors=("Mara Lindqvist", "Tobias Okafor"),
                dates=("2024-03-01T09:00:00+01:00", "2024-03-04T18:20:00+01:00"),
                tags=("tensors", "Einstein notation"),
                cover="content/posts/hello-tensor/cover.png",
                pictures=("content/posts/hello-tensor/contraction.png",),
                section="Notes",
            ),
            Expected(
                "content/posts/tide-tables",
                "Tide tables from three sines",
                authors=("Tobias Okafor",),
                dates=("2024-02-11", "2024-02-20"),
                tags=("tides", "Fourier"),
                cover="static/images/harbour.png",
                pictures=("static/images/gauge.png",),
            ),
            Expected(
                "content/posts/rounding",
                "Rounding, half to even",
                authors=("Mara Lindqvist",),
                dates=("2023-12-24T18:30:00Z",),
                tags=("floating point",),
                cover="https://images.example.org/harbour/rounding.jpg",
            ),
            Expected(
                "content/posts/潮汐",
                "潮汐与月亮",
                authors=("苏一禾",),
                dates=("2023-10-02T08:00:00+08:00",),
                tags=("tides", "中文"),
                lang="zh-CN",
            ),
        ),
        pages=("content/about", "content/posts/_index"),
        unpublished=("Kalman", "kalman", "smoothing-wip", "Not ready for anybody"),
        first="content/posts/hello-tensor/index",
        templates=("archetypes/default",),
    ),
    "hugo-toml": Folder(
        articles=(
            Expected(
                "content/posts/spline",
                "三次样条的边界条件",
                authors=("苏一禾",),
                dates=("2024-03-01T08:00:00+08:00", "2024-03-05T20:15:00+08:00"),
                tags=("样条", "数值分析"),
                cover="static/images/spline.png",
                card="static/images/spline-small.png",
                pictures=("static/images/three-ends.png",),
                section="数学",
            ),
            Expected(
                "content/posts/ffi/index",
                "Calling C from everywhere",
                authors=("Pavel Horn", "苏一禾"),
                dates=("2024-01-15",),
                tags=("C", "FFI"),
                cover="content/posts/ffi/cover.svg",
                pictures=("content/posts/ffi/call.png",),
                section="Tools",
                lang="en",
            ),
            Expected(
                "content/posts/tea",
                "一杯茶的冷却",
                authors=("苏一禾",),
                dates=("2023-11-20T21:30:00+08:00",),
                tags=("微分方程",),
                cover="https://images.example.org/yihe/tea.jpg",
            ),
        ),
        pages=("content/about", "content/posts/_index"),
        unpublished=("偏微分方程草稿", "草稿箱", "还没写完", "draft-pde"),
        home="content/_index",
        first="content/posts/spline",
        templates=("archetypes/default",),
    ),
    "jekyll": Folder(
        articles=(
            Expected(
                "_posts/2024-03-01-why-queues-grow",
                "Why Queues Grow",
                authors=("Mira Castellan", "Jonas Weir"),
                dates=("2024-03-01T09:15:00+01:00", "2024-03-02T10:00:00+01:00"),
                tags=("queueing", "latency"),
                cover="assets/img/queue.png",
                pictures=("assets/img/day.png",),
            ),
            Expected(
                "_posts/2024-02-10-a-small-parser",
                "A Small Parser",
                authors=("Jonas Weir",),
                dates=("2024-02-10",),
                tags=("parsers", "Ruby"),
                cover="https://images.example.org/slow/parser.jpg",
                card="assets/img/parser-teaser.svg",
                section="parsing",
            ),
            Expected(
                "_posts/2023-11-05-排队论入门",
                "排队论入门",
                authors=("陈默",),
                dates=("2023-11-05T20:00:00+08:00",),
                tags=("queueing", "中文"),
                cover="assets/img/noodles.png",
                card="assets/img/noodles-small.png",
                pictures=("assets/img/noodles-door.png",),
                lang="zh-CN",
            ),
        ),
        pages=("about",),
        unpublished=("Untold Story", "untold-story", "embargoed", "Clock Skew", "clock-skew", "skewness"),
        first="_posts/2024-03-01-why-queues-grow",
    ),
    "docusaurus": Folder(
        articles=(
            Expected(
                "blog/2024-03-01-kettle-3/index",
                "Kettle 3.0",
                authors=("Adaeze Bright", "Pavel Horn"),
                dates=("2024-03-01", "2024-03-06"),
                tags=("Releases", "Performance"),
                cover="blog/2024-03-01-kettle-3/kettle-3.png",
                pictures=("blog/2024-03-01-kettle-3/boiling.png",),
            ),
            Expected(
                "blog/2024-02-05-why-a-kettle",
                "Why a kettle?",
                authors=("Adaeze Bright",),
                dates=("2024-02-05T10:30:00Z",),
                tags=("History", "Releases"),
                cover="static/img/kettle-card.png",
                pictures=("static/img/first-kettle.png",),
            ),
            Expected(
                "blog/2023/12-10-guest",
                "A guest writes",
                authors=("Jonas Weir", "Pavel Horn"),
                dates=("2023-12-10T08:00:00Z",),
                tags=(),
                cover="https://images.example.org/kettle/guest.jpg",
            ),
            Expected(
                "blog/2023-09-20-烧水",
                "烧水为什么慢",
                authors=("苏一禾",),
                dates=("2023-09-20",),
                tags=("Performance", "中文"),
            ),
        ),
        pages=("docs/intro", "src/pages/team"),
        unpublished=("secret roadmap", "2024-04-01-secret", "confidential"),
    ),
    "quarto": Folder(
        articles=(
            Expected(
                "posts/counting-birds/index",
                "Counting Birds Twice",
                authors=("Adaeze Bright", "Jonas Weir"),
                dates=("2024-03-01", "2024-03-09"),
                tags=("birds", "estimation"),
                cover="posts/counting-birds/birds.png",
                pictures=("posts/counting-birds/hours.png",),
            ),
            Expected(
                "posts/maps/index",
                "Maps without borders",
                authors=("Tobias Okafor",),
                dates=("2024-01-20",),
                tags=("maps", "R"),
                cover="https://images.example.org/field/maps.jpg",
            ),
            Expected(
                "posts/湿地/index",
                "湿地的水位",
                authors=("苏一禾", "陈默"),
                dates=("2023-11-02",),
                tags=("水文", "estimation"),
                cover="posts/湿地/water.svg",
                lang="zh",
            ),
        ),
        pages=("about",),
        unpublished=("Half a model", "half-a-model", "unvalidated"),
    ),
    "material": Folder(
        articles=(
            Expected(
                "docs/blog/posts/dovetail",
                "手工燕尾榫",
                authors=("陈默", "Adaeze Bright"),
                dates=("2024-03-01", "2024-03-08"),
                tags=("榫卯", "手工具"),
                cover="docs/assets/images/dovetail.png",
                pictures=("docs/assets/images/marking.png",),
                section="木工",
            ),
            Expected(
                "docs/blog/posts/2024/bench-dog",
                "A bench dog from scrap",
                authors=("Adaeze Bright",),
                dates=("2024-02-14",),
                tags=("手工具", "scrap"),
                cover="https://images.example.org/bench/dog.jpg",
                section="Workshop",
                lang="en",
            ),
            Expected(
                "docs/blog/posts/glue",
                "胶水要干多久",
                authors=("陈默",),
                dates=("2023-11-30T21:00:00+08:00",),
                tags=("胶水",),
            ),
        ),
        pages=("docs/about", "docs/tags", "docs/blog/index"),
        unpublished=("还没拆封的车床", "车床未完", "lathe"),
        home="docs/index",
        first="docs/blog/posts/dovetail",
    ),
    "myst": Folder(
        articles=(
            Expected(
                "articles/reed-growth",
                "Growth of reeds under a shifting tide",
                authors=("Adaeze Bright", "Tobias Okafor"),
                dates=("2024-03-01",),
                tags=("reeds", "tide models"),
                cover="articles/images/reeds.png",
                pictures=("articles/images/height.png",),
            ),
            Expected(
                "articles/salt",
                "Salt, twice a day",
                authors=("Jonas Weir", "Mira Castellan"),
                dates=("2024-02-12",),
                tags=("salinity", "tide models"),
                cover="https://images.example.org/marsh/salt.jpg",
            ),
            Expected(
                "articles/ludi",
                "芦苇地的声音",
                authors=("苏一禾",),
                dates=("2023-10-18",),
                tags=("声学", "reeds"),
                cover="articles/images/banner.png",
                card="articles/images/wave.svg",
                lang="zh",
            ),
        ),
        pages=(),
        unpublished=("Peat under review", "under-review", "peatland-embargo"),
    ),
    "ablog": Folder(
        articles=(
            Expected(
                "blog/2024/sharp-scripts",
                "Sharp scripts",
                authors=("Mira Castellan", "Jonas Weir"),
                dates=("2024-03-01",),
                tags=("shell", "scripts"),
                pictures=("blog/2024/letter.png",),
                section="Tips",
            ),
            Expected(
                "blog/2024/plain-plots",
                "Plain plots",
                authors=("Mira Castellan",),
                dates=("2024-01-15",),
                tags=("plotting", "scripts"),
                cover="_static/plots.png",
                section="Plots",
            ),
            Expected(
                "blog/2023/tabs",
                "Tabs, and why not",
                authors=("Jonas Weir",),
                dates=("2023-11-05",),
                tags=("editors",),
                cover="https://images.example.org/tools/tabs.jpg",
            ),
            Expected(
                "blog/2023/zhengze",
                "正则表达式速记",
                authors=("周野",),
                dates=("2023-10-02",),
                tags=("正则", "scripts"),
                section="笔记",
                lang="zh",
            ),
        ),
        pages=("about",),
        unpublished=("Someday", "someday", "vaporware"),
    ),
}

ARTICLES = [
    pytest.param(name, article, id=f"{name}-{article.docname}")
    for name, folder in FOLDERS.items()
    for article in folder.articles
]


@dataclass(frozen=True)
class Site:
    """What came out of a folder."""

    name: str
    outputs: dict[str, bytes]

    @property
    def home(self) -> str:
        """The document that is the home page."""
        return FOLDERS[self.name].home

    def html(self, docname: str) -> str:
        """A page."""
        return self.outputs[f"{docname}.html"].decode()

    def target(self, docname: str, link: str) -> str:
        """The output file that a link on a page leads to."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(docname), unquote(unescape(link))))

    def images(self, docname: str, html: str) -> list[str]:
        """The images in ``html``, a piece of a page: files of the root by what is in them, addresses as written."""
        files = {
            path.read_bytes(): path.relative_to(root).as_posix()
            for root in [ROOTS / f"test-{self.name}"]
            for path in root.rglob("*")
            if path.suffix in {".png", ".svg"}
        }
        found = []
        for source in re.findall(r'<img [^>]*src="([^"]+)"', html):
            file = self.target(docname, source)
            copied = files[self.outputs[file]] if file.startswith("_images/") else f"not found: {source}"
            found.append(unescape(source) if "://" in source else copied)
        return found

    def cards(self) -> dict[str, str]:
        """The cards of the home page, by the documents that they lead to, in their order."""
        found = {}
        for card in re.findall(r'<article class="byline-card .*?</article>', self.html(self.home), re.DOTALL):
            [link] = re.findall(r'class="u-url" href="([^"]+)"', card)
            found[self.target(self.home, link).removesuffix(".html")] = card
        return found


_BUILT: dict[str, Site] = {}


@pytest.fixture
def published(build):
    """A folder's site, whatever was warned of; each is built once for all tests that only look."""

    def site(name: str) -> Site:
        if name not in _BUILT:
            _BUILT[name] = Site(name, build(name, warnings=None).outputs())
        return _BUILT[name]

    return site


def _moments(dates):
    """Dates, or points in time however their zone is written."""
    return [dt.datetime.fromisoformat(date) if "T" in date else date for date in dates]


def _within(html: str, begin: str, end: str) -> str:
    """What stands between two marks, empty where the first is nowhere."""
    return html.partition(begin)[2].partition(end)[0]


def _texts(pattern: str, html: str) -> list[str]:
    return [unescape(text) for text in re.findall(pattern, html)]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_another_tool_builds_without_a_warning(build, name):
    build(name)


@pytest.mark.parametrize(("name", "article"), ARTICLES)
def test_a_reader_sees_one_heading_that_says_the_title(published, name, article):
    html = published(name).html(article.docname)
    assert html.count("<h1") == 1
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert unescape(heading).startswith(article.title)
    assert f"<title>{article.title}" in unescape(html)


@pytest.mark.parametrize(("name", "article"), ARTICLES)
def test_a_reader_sees_who_wrote_an_article(published, name, article):
    site = published(name)
    names = _within(site.html(article.docname), '<ul class="byline-authors"', "</ul>")
    assert _texts(r'class="p-name[^"]*"[^>]*>([^<]*)<', names) == list(article.authors)
    links = re.findall(r'rel="author" href="([^"]+)"', names)
    assert len(links) == len(article.authors)
    for link in links:
        assert article.title in unescape(site.outputs[site.target(article.docname, link)].decode())


@pytest.mark.parametrize(("name", "article"), ARTICLES)
def test_a_reader_sees_when_an_article_was_published_and_changed(published, name, article):
    head = _within(published(name).html(article.docname), '<header class="byline-head', "</header>")
    assert _moments(re.findall(r'datetime="([^"]*)"', head)) == _moments(article.dates)


@pytest.mark.parametrize(("name", "article"), ARTICLES)
def test_a_reader_sees_the_tags_and_gets_to_their_pages(published, name, article):
    site = published(name)
    tags = _within(site.html(article.docname), '<ul class="byline-tags"', "</ul>")
    assert _texts(r'rel="tag" href="[^"]+">([^<]*)<', tags) == list(article.tags)
    for link in re.findall(r'rel="tag" href="([^"]+)"', tags):
        assert article.title in unescape(site.outputs[site.target(article.docname, link)].decode())


@pytest.mark.parametrize(("name", "article"), ARTICLES)
def test_a_reader_sees_the_cover(published, name, article):
    site = published(name)
    figure = _within(site.html(article.docname), '<figure class="byline-cover"', "</figure>")
    assert site.images(article.docname, figure) == ([article.cover] if article.cover else [])


@pytest.mark.parametrize(("name", "article"), ARTICLES)
def test_a_reader_sees_the_cover_on_the_card(published, name, article):
    site = published(name)
    wanted = article.card or article.cover
    assert site.images(site.home, site.cards()[article.docname]) == ([wanted] if wanted else [])


@pytest.mark.parametrize(("name", "article"), ARTICLES)
def test_a_reader_sees_the_images_of_the_text(published, name, article):
    site = published(name)
    body = _within(site.html(article.docname), '<div class="body', '<div class="byline-after"')
    assert site.images(article.docname, body) == list(article.pictures)


@pytest.mark.parametrize(("name", "article"), [case for case in ARTICLES if case.values[1].section])
def test_a_reader_sees_the_section_of_an_article_and_gets_to_its_page(published, name, article):
    site = published(name)
    head = _within(site.html(article.docname), '<header class="byline-head', "</header>")
    kicker = _within(head, '<p class="byline-kicker"', "</p>")
    assert _texts(r'class="p-category" href="[^"]+">([^<]*)<', kicker)[:1] == [article.section]
    for link in re.findall(r'href="([^"]+)"', kicker):
        assert article.title in unescape(site.outputs[site.target(article.docname, link)].decode())


@pytest.mark.parametrize(("name", "article"), [case for case in ARTICLES if case.values[1].lang])
def test_a_page_in_another_language_says_so(published, name, article):
    assert f'<html lang="{article.lang}"' in published(name).html(article.docname)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_home_page_lists_the_articles_and_nothing_else(published, name):
    assert sorted(published(name).cards()) == sorted(article.docname for article in FOLDERS[name].articles)


@pytest.mark.parametrize("name", [name for name, folder in FOLDERS.items() if folder.first])
def test_the_home_page_begins_with_the_article_that_its_author_pinned(published, name):
    assert next(iter(published(name).cards())) == FOLDERS[name].first


@pytest.mark.parametrize("name", FOLDERS)
def test_pages_that_are_no_articles_are_built_as_pages(published, name):
    for page in FOLDERS[name].pages:
        html = published(name).html(page)
        assert 'class="byline byline-kind-page"' in html, page
        assert html.count("<h1") == 1, page


@pytest.mark.parametrize("name", FOLDERS)
def test_what_is_in_drafts_appears_nowhere(published, name):
    root = ROOTS / f"test-{name}"
    files = [path for path in root.rglob("*") if path.suffix in {".md", ".markdown", ".qmd"}]
    sources = "\n".join(f"{path} {path.read_text('utf-8')}" for path in files)
    assert all(text in sources for text in FOLDERS[name].unpublished)
    for file, content in published(name).outputs.items():
        for text in FOLDERS[name].unpublished:
            assert text not in file
            for spelled in (text, json.dumps(text)[1:-1], quote(text)):
                assert spelled.encode() not in content, (text, file)


@pytest.mark.parametrize("name", [name for name, folder in FOLDERS.items() if folder.templates])
def test_what_new_articles_are_made_from_is_no_page(published, name):
    outputs = published(name).outputs
    for template in FOLDERS[name].templates:
        assert f"{template}.html" not in outputs
