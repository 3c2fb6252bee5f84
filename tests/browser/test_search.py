"""Search in a real browser: what is found among many articles, how soon, with which keys, wherever a site is."""

from __future__ import annotations

import itertools
import json
import random
import re
import unicodedata
from dataclasses import dataclass, field
from statistics import mean, median
from urllib.parse import quote

import pytest

# --- articles of which it is known what a reader sees ----------------------------------------------------------------

CHINESE = (
    "梯度", "下降", "熵", "矩阵", "向量", "链式法则", "激活函数", "损失函数", "神经网络", "优化器", "学习率",
    "概率分布", "贝叶斯", "注意力机制", "卷积", "特征值", "正则化", "反向传播", "协方差", "随机变量",
    "信息增益", "量子计算", "编译器", "数据结构", "操作系统", "文献", "历史", "音乐", "建筑", "河流", "核函数",
)  # fmt: skip
JAPANESE = (
    "機械学習", "モデル", "データ", "行列", "確率", "勾配", "最適化", "言語処理", "画像認識", "関数",
    "データベース", "検索エンジン", "歴史", "音楽", "建築", "川", "ガラス", "東京",
)  # fmt: skip
ENGLISH = (
    "gradient", "matrix", "entropy", "optimizer", "kernel", "training", "dataset", "river", "music",
    "history", "encoder", "network", "alpha", "bridges",
)  # fmt: skip
LATIN = ("ReLU", "SGD", "BERT", "GPT-4", "C++", "PyTorch")
CHINESE_SENTENCES = (
    "本文先讨论{0}与{1}的关系。", "只要{0}有界，{1}就能写成{2}的形式。", "{0}在这里并不显然，读者可参考{1}一章。",
    "这是一段简单的说明：{0}决定了{1}。", "若把{0}换成{1}，结论依然成立。", "许多教材没有提到{0}。",
)  # fmt: skip
JAPANESE_SENTENCES = (
    "{0}と{1}の関係を述べる。", "ここでは{0}を使って{1}を説明します。", "{0}は{1}に依存するが、{2}には依存しない。",
    "まず{0}について考えよう。",
)  # fmt: skip
ENGLISH_SENTENCES = (
    "The {0} depends on the {1}.", "We trained a {0} with some {1} before.", "No {0} is needed for a simple {1}.",
    "It learns the {0}; {1} follows.",
)  # fmt: skip
FORMULAS = (
    r"\frac{a}{b}",
    r"\mathbf{x}^\top \alpha",
    r"\nabla_\theta L",
    r"\sum_{i=1}^{n} x_i",
    r"\mathrm{softmax}(z)",
)
LATIN_WORD = re.compile(r"[a-z0-9_+#]+")


@dataclass
class Written:
    """An article, and its texts as a reader sees them, folded."""

    name: str
    source: str
    seen: list[str] = field(default_factory=list)

    def holds(self, word: str) -> bool:
        """Whether a reader sees ``word``: anywhere in Chinese or Japanese, as a word in other scripts."""
        if LATIN_WORD.fullmatch(word):
            return any(word in LATIN_WORD.findall(text) for text in self.seen)
        return any(word in text for text in self.seen)


def write_article(number: int) -> Written:
    chance = random.Random(number)  # noqa: S311
    words, sentences, joint = (
        (ENGLISH, ENGLISH_SENTENCES, " ") if number % 10 == 9
        else (JAPANESE, JAPANESE_SENTENCES, "") if number % 3 == 2
        else (CHINESE, CHINESE_SENTENCES, "")
    )  # fmt: skip
    made = Written(f"note-{number:02}", "")

    def see(text: str) -> str:
        made.seen.append(unicodedata.normalize("NFKC", text).lower())
        return text

    def sentence() -> str:
        picked = [chance.choice(LATIN) if chance.random() < 0.06 else word for word in chance.sample(words, 3)]
        return chance.choice(sentences).format(*picked)

    def paragraph() -> str:
        text = joint.join(sentence() for _ in range(3))
        see(text)
        if joint:
            return text
        # An author's lines end anywhere; a reader sees one. A formula parts what stands around it.
        lines = [text[at : at + 28] for at in range(0, len(text), 28)]
        whole = all(len(line) == 28 or line is lines[-1] for line in lines)
        breaks = all(ord(a[-1]) > 0x3000 and ord(b[0]) > 0x3000 for a, b in itertools.pairwise(lines))
        return ("\n".join(lines) if whole and breaks else text) + f" ${chance.choice(FORMULAS)}$"

    topic = chance.choice(words)
    title = see(f"{topic} {number}" if joint else f"{topic}笔记第{number}篇")
    tags = [see(tag) for tag in chance.sample(words, 2)]
    author = see(chance.choice(["林知远", "Ada Moreau", "陈若水"]))
    lede = see(sentence())
    blocks = [paragraph()]
    for _ in range(3):
        blocks += [f"## {see(chance.choice(words))}", paragraph(), f"$$\n{chance.choice(FORMULAS)}\n$$"]
    if number % 4 == 0:
        blocks += ["在深层网络里，" + see("使用ReLU激活函数的网络") + "。", see("量子计算神经网络") + "。"]
    if number % 5 == 0:
        blocks += [f"```python\n{see('optimizer_step = DataLoader(batch_size=4)')}\n```"]
        made.seen += ["dataloader", "batch size"]
    day = f"2024-01-{number % 28 + 1:02}"
    header = f'title: "{title}"\ndescription: "{lede}"\ndate: {day}\nauthor: {author}\n'
    header += f"tags: {json.dumps(tags, ensure_ascii=False)}\n"
    made.source = f"---\n{header}---\n\n" + "\n\n".join(blocks) + "\n"
    return made


ARTICLES = [write_article(number) for number in range(70)]
CONF = """\
project = "P"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
suppress_warnings = ["byline.math"]
"""
UNLISTED = "---\nunlisted: true\norphan: true\ntags: [梯度]\n---\n# 暗号梯度\n\n没有人能搜到的暗号。\n"
PUBLICATION = {
    "conf.py": CONF,
    "index.md": "# 首页\n\n```{article-list}\n:limit: 5\n```\n",
    "secret.md": UNLISTED,
    **{f"{made.name}.md": made.source for made in ARTICLES},
}

#: Queries, and the words that all have to be seen in an article: any one of those between ``|``.
QUERIES = {
    # Single characters.
    "熵": "熵", "核": "核", "川": "川", "率": "率",
    # Words of two characters, and longer ones.
    "梯度": "梯度", "矩阵": "矩阵", "卷积": "卷积", "確率": "確率", "モデル": "モデル", "検索": "検索",
    "链式法则": "链式法则", "激活函数": "激活函数", "损失函数": "损失函数", "注意力机制": "注意力机制",
    "信息增益": "信息增益", "機械学習": "機械学習", "データベース": "データベース",
    # Across the words of a dictionary.
    "段简": "段简", "式法": "式法", "化器": "化器", "像認": "像認", "ータベ": "ータベ",
    # Mixed, full-width and half-width, several words.
    "ReLU激活函数": "relu 激活函数", "ＳＧＤ": "sgd", "ﾃﾞｰﾀ": "データ", "gpt-4": "gpt 4",
    "梯度 矩阵": "梯度 矩阵", "C++": "c++",
    # English, by stems; code.
    "optimizers": "optimizer|optimizers|optimizer_step", "train": "train|trained|training",
    "learning": "learn|learns|learning", "batch_size": "batch_size", "bridge": "bridge|bridges",
}  # fmt: skip
#: What stands in formulas only.
TEX = ["frac", "mathbf", "nabla", "theta", "mathrm", "softmax"]


def relevant(wanted: str) -> set[str]:
    """Names of the articles in which a reader sees all that is wanted."""
    found = set()
    for made in ARTICLES:
        if all(any(made.holds(word) for word in words.split("|")) for words in wanted.split()):
            found.add(f"{made.name}.html")
    return found


# --- asking ----------------------------------------------------------------------------------------------------------

FIELD = ".byline-finder input"
RESULTS = ".byline-found ol a"
READY = "document.querySelector('.byline-finder').getAttribute('aria-busy') === 'false'"

#: Types a query, and waits until its results are drawn and laid out: milliseconds, and addresses of all of them.
ASK = """async query => {
  const box = document.querySelector(".byline-finder"), field = box.querySelector("input");
  const status = box.querySelector("[role=status]"), list = box.querySelector(".byline-found");
  const changed = () => new Promise(resolve => {
    const observer = new MutationObserver(() => { observer.disconnect(); resolve(); });
    observer.observe(status, { childList: true, characterData: true, subtree: true });
  });
  if (field.value) { const empty = changed(); field.value = ""; field.dispatchEvent(new Event("input")); await empty; }
  const drawn = changed();
  const begin = performance.now();
  field.value = query;
  field.dispatchEvent(new Event("input"));
  await drawn;
  list.offsetHeight;
  const took = performance.now() - begin;
  for (let more; (more = list.querySelector("button")); await new Promise(done => setTimeout(done))) more.click();
  const links = [...list.querySelectorAll("ol a")];
  const teasers = links.map(link => !!link.querySelector("mark"));
  const found = links.map(link => link.pathname.split("/").pop());
  return { took, found, marked: teasers, status: status.textContent };
}"""


def opened(page):
    """Open the dialog, and wait until the index is there."""
    page.keyboard.press("/")
    page.locator(FIELD).wait_for()
    page.wait_for_function(READY)
    return page


@pytest.fixture(scope="module")
def publication(served):
    return served(PUBLICATION)


@pytest.fixture
def page(window, publication):
    visited = window(publication + "tags/index.html")
    yield visited.page
    assert visited.errors == []
    assert visited.missing == []
    assert visited.foreign == []


def test_thirty_queries_find_all_that_a_reader_sees_the_best_first_at_once(page):
    opened(page)
    answers = {query: page.evaluate(ASK, query) for query in QUERIES}
    lost, precisions = [], []
    for query, wanted in QUERIES.items():
        right, found = relevant(wanted), answers[query]["found"]
        assert right, f"{query} is nowhere"
        assert len(found) == len(set(found)), "a page is one result"
        lost += [f"{query}: {name}" for name in right - set(found)]
        # What is found beside the right ones stands behind them.
        first = found[: min(10, len(right))]
        precisions.append(sum(name in right for name in first) / len(first))
    assert len(QUERIES) >= 30
    assert not lost, "recall is 1"
    assert mean(precisions) >= 0.9, dict(zip(QUERIES, precisions, strict=True))
    assert all(all(answers[query]["marked"]) for query in QUERIES), "each result shows the hit"
    times = [answer["took"] for answer in answers.values()]
    assert median(times) < 50, f"milliseconds, {max(times):.0f} at most"


def test_no_tex_is_found_and_prose_with_the_same_word_is(page):
    opened(page)
    for word in TEX:
        answer = page.evaluate(ASK, word)
        assert answer["found"] == [], word
        assert word in answer["status"], "a reader is told so"
    assert set(page.evaluate(ASK, "alpha")["found"]) == relevant("alpha")


def test_nothing_is_loaded_before_it_is_opened_and_no_page_for_its_results(window, publication):
    visited = window(publication + "note-03.html")
    page, asked = visited.page, []
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in loaded if re.search("_search|byline-search|byline-find|searchindex|searchtools", name)]
    page.on("request", lambda request: asked.append(request.url.removeprefix(publication).partition("?")[0]))
    opened(page)
    for query in ["梯度", "learning", "段简"]:
        page.evaluate(ASK, query)
    page.wait_for_load_state("networkidle")
    scripts = ["_static/byline-search.js", "_static/byline-find.js", "_static/language_data.js"]
    shards = {name for name in asked if re.fullmatch(r"_search/\d+\.js", name)}
    assert set(asked) == {*scripts, "_search/index.js", *shards}
    assert len(asked) == len(set(asked)), "each once"


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_opens_it_arrows_go_through_the_results_and_escape_goes_back(page, key):
    page.locator("main a[href]").first.focus()
    before = page.evaluate("document.activeElement.href")
    page.keyboard.press(key)
    field = page.locator(FIELD)
    assert field.evaluate("field => field === document.activeElement")
    page.keyboard.type("梯度")
    assert field.input_value() == "梯度", "and the key itself is not in it"
    page.locator(RESULTS).first.wait_for()
    current = "[...document.querySelectorAll('.byline-found li')].indexOf(document.activeElement.closest('li'))"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chips = page.locator(".byline-found-terms a").count()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(current) == 2 - chips
    page.keyboard.press("ArrowUp")
    assert page.evaluate(current) == 1 - chips
    page.keyboard.type("下")
    page.keyboard.press("Backspace")
    assert field.evaluate("field => field === document.activeElement"), "what is typed there goes on in the field"
    page.keyboard.press("Escape")
    assert page.locator(".byline-dialog[open]").count() == 0, "what was asked for does not have to be emptied first"
    page.keyboard.press(key)
    page.keyboard.press("ArrowDown")
    # Sphinx's own script holds Escape back from a link.
    page.keyboard.press("Escape")
    assert page.locator(".byline-dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.href") == before
    page.keyboard.press(key)
    assert page.locator(".byline-dialog[open]").count() == 1, "and again"


def test_enter_opens_the_best_result_and_the_hit_is_marked_there(page):
    opened(page)
    page.keyboard.type("链式法则")
    best = page.locator(RESULTS).first
    best.locator("mark", has_text="链式法则").first.wait_for()
    address = best.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(quote(address.removeprefix("../"), safe="#%/.")))
    page.locator("span.highlighted", has_text="链式法则").first.wait_for()


def test_a_slash_in_a_field_is_a_slash(page):
    opened(page)
    page.keyboard.type("a/b")
    assert page.locator(FIELD).input_value() == "a/b"


def test_an_input_method_is_left_alone(page):
    opened(page)
    protocol = page.context.new_cdp_session(page)
    field, address = page.locator(FIELD), page.url
    for text in ["t", "ti", "ti'd", "ti'du"]:
        protocol.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        assert field.input_value() == text
    # Keys that belong to the input method: the list of candidates, not ours.
    for key in ["ArrowDown", "Enter", "ArrowUp"]:
        press = "key => new KeyboardEvent('keydown', { key, bubbles: true, isComposing: true })"
        page.evaluate(f"key => document.activeElement.dispatchEvent(({press})(key))", key)
        assert field.evaluate("field => field === document.activeElement")
    protocol.send("Input.insertText", {"text": "梯度"})
    assert field.input_value() == "梯度"
    page.locator(RESULTS).first.wait_for()
    assert page.url == address
    assert "梯度" in page.locator(RESULTS).first.inner_text()


# --- how it is seen --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [390, 1440])
def test_it_fits_and_says_what_it_is(window, publication, width):
    page = window(publication + "note-03.html", width=width, height=700).page
    link = page.locator(".byline-search-link")
    box = link.bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 24
    link.click()
    page.wait_for_function(READY)
    page.keyboard.type("的")
    page.locator(RESULTS).first.wait_for()
    dialog = page.get_by_role("dialog", name="搜索")
    assert dialog.count() == 1
    assert dialog.get_by_role("search").count() == 1
    assert dialog.get_by_role("searchbox").get_attribute("aria-label")
    assert dialog.get_by_role("status").inner_text()
    assert dialog.get_by_role("list").first.get_by_role("link").count() == 20
    assert dialog.get_by_role("button").first.get_attribute("aria-label")
    inside = dialog.bounding_box()
    assert inside["x"] >= 0
    assert inside["x"] + inside["width"] <= width
    assert inside["y"] + inside["height"] <= 700
    wide = """[...document.querySelectorAll(".byline-dialog, .byline-dialog *")].filter(element =>
        !element.closest("svg") && getComputedStyle(element).display !== "inline"
        && element.scrollWidth > element.clientWidth + 1).length"""
    assert page.evaluate(wide) == 0
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    # Whoever goes by keys sees where they are.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    seen = page.evaluate(
        """() => {
            const look = element => {
                const style = getComputedStyle(element);
                return style.backgroundColor + style.outlineStyle + style.boxShadow;
            };
            return look(document.activeElement) !== look(document.querySelector(".byline-found li:last-child > a"));
        }"""
    )
    assert seen
    page.mouse.click(2, 690) if width == 1440 else page.locator(".byline-finder-close").click()
    assert page.locator(".byline-dialog[open]").count() == 0, "a press beside it closes it"


def test_a_result_names_date_author_section_and_tags_and_a_tag_has_its_own_link(page):
    opened(page)
    page.keyboard.type("林知远")
    page.locator(RESULTS).first.wait_for()
    chip = page.locator(".byline-found-terms a").first
    assert chip.inner_text().split()[0] == "林知远"
    about = page.locator(".byline-found-about").first
    assert "2024年1月" in about.inner_text()
    assert about.locator("span").count() >= 3
    page.fill(FIELD, "梯度")
    page.locator(".byline-found-terms a", has_text="梯度").first.click()
    page.wait_for_url("**/tags/**")


def test_an_unlisted_page_is_not_found(page):
    opened(page)
    assert page.evaluate(ASK, "暗号")["found"] == []
    assert "secret.html" not in page.evaluate(ASK, "梯度")["found"]


# --- the search page -------------------------------------------------------------------------------------------------


def test_the_address_of_the_search_page_holds_the_query_and_back_leads_to_the_results(window, publication):
    visited = window(publication + "search.html?q=" + quote("链式法则"))
    page = visited.page
    page.locator(RESULTS).first.wait_for()
    assert page.locator(FIELD).input_value() == "链式法则"
    page.fill(FIELD, "C++ & 矩阵")
    page.wait_for_url("**/search.html?q=" + quote("C++ & 矩阵", safe=""))
    page.reload()
    page.locator(RESULTS).first.wait_for()
    assert page.locator(FIELD).input_value() == "C++ & 矩阵"
    page.locator(RESULTS).first.click()
    page.locator("h1", has_text="篇").wait_for()
    page.go_back()
    page.locator(RESULTS).first.wait_for()
    assert page.locator(FIELD).input_value() == "C++ & 矩阵"
    page.keyboard.press("Control+k")
    assert page.locator(FIELD).evaluate("field => field === document.activeElement")
    page.fill(FIELD, "")
    page.wait_for_url("**/search.html")
    assert visited.errors == []


def test_more_results_are_a_press_away(window, publication):
    page = window(publication + "search.html?q=" + quote("的")).page
    page.locator(".byline-found-more").click()
    page.wait_for_function("document.querySelectorAll('.byline-found ol a').length > 20")
    assert page.evaluate("[...document.querySelectorAll('.byline-found ol a')].indexOf(document.activeElement)") == 20


def test_without_a_script_a_link_leads_to_the_search_page(window, publication):
    page = window(publication + "tags/index.html", script=False).page
    page.locator(".byline-search-link").click()
    assert page.url == publication + "search.html"
    assert page.locator(".byline-notice").is_visible()


def test_a_hostile_query_is_text(window, publication):
    visited = window(publication + "search.html?q=" + quote("<img src=x onerror=alert(1)>梯度\ud7ff%$&", safe=""))
    page = visited.page
    page.wait_for_function(READY)
    page.fill(FIELD, "<b>没有</b>")
    page.locator("[role=status]", has_text="<b>没有</b>").wait_for()
    assert page.locator(".byline-finder img, .byline-finder b").count() == 0
    assert visited.errors == []


# --- wherever a site is ----------------------------------------------------------------------------------------------

SMALL = {
    "index.md": "# Home\n",
    "häuser.md": "---\ntitle: Häuser & モデル\ntags: [a/b]\norphan: true\n---\n\n"
    "Bäume der Städte、段简 learned.\n\n## 見出し <i>\n\n確率。\n",
}


def small(language):
    return {"conf.py": CONF.replace("zh_CN", language), **SMALL}


def test_it_works_under_folders_for_pages_and_leads_to_what_is_on_this_very_page(window, served):
    address = served(small("en"), "-b", "dirhtml")
    visited = window(address + "häuser/")
    page = opened(visited.page)
    page.keyboard.type("確率")
    page.locator(RESULTS).first.click()
    page.wait_for_url(lambda url: url.startswith(address + quote("häuser/#", safe="/#")))
    page.locator("main span.highlighted", has_text="確率").wait_for()
    assert page.locator(".byline-dialog[open]").count() == 0, "it makes way"
    page.goto(address + "tags/")
    opened(page)
    page.keyboard.type("モデル")
    page.locator(RESULTS).first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(address + quote("häuser/"))
    assert visited.errors == []
    assert visited.missing == []


@pytest.mark.parametrize(("language", "query", "none"), [("ja", "確率", "見つか"), ("de", "Haus", "Nichts")])
def test_it_speaks_the_language_of_the_site_and_works_from_a_folder_on_disk(window, build, language, query, none):
    site = build(small(language))
    visited = window((site.outdir / "häuser.html").as_uri())
    page = opened(visited.page)
    page.keyboard.type(query)
    page.locator(RESULTS).first.wait_for()
    page.fill(FIELD, "無無無")
    status = page.locator("[role=status]", has_text="無無無")
    status.wait_for()
    assert none in status.inner_text()
    page.goto((site.outdir / "search.html").as_uri() + "?q=learn")
    page.locator(RESULTS, has_text="Häuser & モデル").wait_for()
    page.fill(FIELD, query)
    page.locator(RESULTS).first.click()
    page.locator("h1", has_text="Häuser").wait_for()
    assert visited.errors == []


def test_a_search_that_cannot_be_loaded_says_so(window, build):
    site = build(small("en"))
    (site.outdir / "_search/index.js").unlink()
    page = window((site.outdir / "index.html").as_uri()).page
    page.keyboard.press("/")
    page.locator("[role=status]", has_text="cannot be loaded").wait_for()


def test_pagefind_answers_in_the_same_dialog(window, served):
    pytest.importorskip("pagefind")
    kept = ARTICLES[:20]
    files = {name: text for name, text in PUBLICATION.items() if not name.startswith("note-")}
    address = served({**files, **{f"{made.name}.md": made.source for made in kept}}, "-D", "byline_search=pagefind")
    visited = window(address + "tags/index.html")
    page = opened(visited.page)
    there = {f"{made.name}.html" for made in kept}
    recalls, precisions = [], []
    for query, wanted in QUERIES.items():
        right, found = relevant(wanted) & there, page.evaluate(ASK, query)["found"]
        recalls.append(len(right & set(found)) / len(right))
        first = found[: min(10, len(right))]
        precisions.append(sum(name in right for name in first) / len(first))
    assert mean(recalls) >= 0.98, dict(zip(QUERIES, recalls, strict=True))
    assert mean(precisions) >= 0.9, dict(zip(QUERIES, precisions, strict=True))
    assert page.evaluate(ASK, "frac")["found"] == []
    page.fill(FIELD, "段简")
    page.locator(RESULTS).first.click()
    page.locator("span.highlighted", has_text="段简").first.wait_for()
    assert visited.errors == []
    assert visited.missing == []
