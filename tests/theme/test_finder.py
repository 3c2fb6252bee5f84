"""What a reader finds with the theme's own search, in which order, and what is shown of it: its engine alone."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

quickjs = pytest.importorskip("quickjs")

STATIC = Path(__file__).parents[2] / "src/sphinx_byline/theme/byline/static"


class Finder:
    """The engine over documents; with the stemmer and the stop words of a built site, if there is one."""

    def __init__(self, documents, language_data=""):
        self.context = quickjs.Context()
        self.context.eval("var window = globalThis;" + language_data)
        self.context.eval((STATIC / "byline-find.js").read_text(encoding="utf-8"))
        words = "w => new Stemmer().stemWord(w), [...stopwords]" if language_data else ""
        self.context.eval(f"var finder = new BylineFinder({words});")
        self.context.eval(f"finder.add({json.dumps(documents)})")

    def ask(self, code):
        return json.loads(self.context.eval(f"JSON.stringify({code})"))

    def find(self, query):
        """Addresses of the documents that are found, best first."""
        return self.ask(f"finder.find({json.dumps(query)}).map(r => r.document.url)")

    def anchor(self, query):
        """Where in the best document a reader is led."""
        return self.ask(f"finder.find({json.dumps(query)})[0].place.anchor")

    def teaser(self, query):
        """What is shown of the best result, hits in brackets."""
        return shown(self.ask(f"finder.teaser(finder.find({json.dumps(query)})[0])"))

    def marked(self, query, text):
        """``text`` as it is shown in a result of ``query``."""
        return shown(self.ask(f"finder.marked({json.dumps(text)}, finder.find({json.dumps(query)})[0].terms)"))


def shown(pieces):
    return "".join(f"[{text}]" if hit else text for text, hit in pieces)


def document(name, text="", *, title="", code="", **more):
    return {"url": name, "title": title or name.upper(), "sections": [["", "", text, code]], **more}


def texts(*written, **options):
    """A finder over documents of one text each, named by their numbers."""
    return Finder([document(str(number), text, title="无") for number, text in enumerate(written)], **options)


@pytest.fixture
def language_data(build):
    """Sphinx's file of a language, with its stemmer and stop words."""

    def made(language):
        site = build({"index.md": "# T\n"}, confoverrides={"html_theme": "basic", "language": language})
        return site.text("_static/language_data.js")

    return made


# --- what is found -------------------------------------------------------------------------------------------------

#: A text, queries that find it, and queries that do not.
CASES = [
    ("一段简单的代码", ["段简", "一", "简单的代码", "代码 一段"], ["单简", "段的", "一段复杂"]),
    ("使用ReLU激活函数。", ["ReLU激活函数", "relu", "激活函数 ReLU", "ReLU 激活", "活函"], ["ReLU激活层", "lu"]),
    ("使用 ReLU 激活函数", ["ReLU激活函数", "使用relu"], []),
    ("ＡＩ　与ﾃﾞｰﾀ", ["AI", "ai", "ａｉ", "データ", "ﾃﾞｰﾀ", "デー"], ["テータ", "A"]),
    ("Café Łódź naïve Æther", ["cafe", "CAFÉ", "naive", "cafe\u0301", "æther"], ["caf\u00e9s"]),
    (
        "한국어 검색 모델",
        ["검색", "모델을", "색", "한국어 모델", "\u1100\u1165\u11b7\u1109\u1162\u11a8"],
        ["색검", "한어"],
    ),
    ("機械学習のモデル", ["学習は", "モデルを", "機械学習", "のモ"], ["機学", "学習率"]),
    ("learning_rate und DataLoader2", ["rate", "learning_rate", "dataloader2", "DataLoa"], ["loader", "earning"]),
    ("C++ und C#, nicht F#", ["C++", "c#", "C", "Ｃ＋＋", "f#"], ["D++", "C#4"]),
    ("第3章，GPT-4 与 v2.1", ["第3章", "GPT-4", "v2.1", "3"], ["第5章", "GPT-5", "第章"]),
    ("若 \u2063x₁ + sigma\u2063 大", ["若", "大"], ["x₁", "sigma", "x1"]),
    ("𠮷野家と𩸽", ["𠮷野", "𩸽", "野家"], ["𠮷家", "𩹉"]),
    ("Straße, Привет мир", ["straße", "привет", "МИР", "при"], ["strase"]),
    ("kurz\u00adgesagt, 葛\U000e0100飾 und ❤\ufe0f", ["kurzgesagt", "葛飾", "❤️ kurzgesagt"], ["kurz飾"]),
    ("don’t stop", ["don't", "don’t", "stop"], []),
    (
        "constructor __proto__ toString",
        ["constructor", "__proto__", "proto", "tostring"],
        ["hasOwnProperty", "valueOf"],
    ),
    ("a<b>c</b> & 'd' \"e\" <script>x()</script>", ["script", "<script>", "b", "& a"], ["amp", "lt"]),
]


def test_a_reader_finds_what_is_written_and_nothing_else():
    wrong = []
    for text, found, not_found in CASES:
        finder = texts(text, "别的 other words")
        wrong += [f"{query!r} does not find {text!r}" for query in found if finder.find(query) != ["0"]]
        wrong += [f"{query!r} finds {text!r}" for query in not_found if "0" in finder.find(query)]
    assert not wrong, "\n".join(wrong)


def test_all_words_of_a_query_are_in_what_is_found_wherever_they_stand():
    finder = Finder(
        [
            document("a", "梯度", tags=["优化"], authors=["李明"]),
            document("b", "梯度"),
            document("c", "优化"),
        ]
    )
    assert finder.find("梯度 优化") == ["a"]
    assert finder.find("优化 李明") == ["a"]
    assert sorted(finder.find("梯度")) == ["a", "b"]
    assert finder.find("梯度 不在") == []


def test_only_the_word_that_is_being_typed_may_go_on():
    finder = texts("gradient descent", "grade school", "gradient")
    assert set(finder.find("gra")) == {"0", "1", "2"}
    assert finder.find("gra desc") == []
    assert finder.find("gradient desc") == ["0"]
    assert finder.find("desc gradient") == []
    assert finder.find("gra ") == finder.find("gra"), "a space at the end says nothing yet"
    assert finder.find("g") == [], "a single letter is the word of that letter"


def test_words_are_found_by_their_stem_in_the_language_of_the_site(language_data):
    english = texts("We optimised and trained models; running queries.", "A cat.", language_data=language_data("en"))
    for query in ["optimise", "training", "model", "run", "query", "the models", "train the model"]:
        assert english.find(query) == ["0"], query
    assert english.find("cats dogs") == []
    assert len(english.find("a")) == 1, "alone, a word that says nothing is looked for"
    german = texts("Die Häuser der Städte", "Kühe", language_data=language_data("de"))
    for query in ["haus", "Häusern", "hauser", "Stadt", "das Haus", "HÄUSER"]:
        assert german.find(query) == ["0"], query
    french = texts("Les données nécessaires", language_data=language_data("fr"))
    for query in ["donnée", "donnees", "nécessaire", "necessaires"]:
        assert french.find(query) == ["0"], query


def test_code_is_found_by_its_names_and_their_parts():
    finder = Finder([document("a", code="loader = DataLoader(num_workers=4)\nself.HTTPServer2.run()"), document("b")])
    for query in ["dataloader", "DataLoader", "loader", "data", "workers", "num_workers", "server", "http", "self.run"]:
        assert finder.find(query) == ["a"], query
    assert finder.find("num workers") == ["a"]
    assert finder.find("aload") == []


def test_what_nobody_has_written_in_one_is_found_by_its_pieces():
    finder = texts("量子计算与神经网络", "量子物理", "神经网络", "梯度下降法的学习率")
    assert finder.find("量子计算神经网络") == ["0"]
    assert finder.find("学习率梯度下降") == ["3"]
    assert finder.find("量子计算飞船") == []
    assert finder.find("神经网络") == ["2", "0"], "what is written is not taken to pieces"


# --- in which order ------------------------------------------------------------------------------------------------


def test_a_title_comes_before_a_heading_a_tag_a_lede_and_the_text():
    for word in ["梯度", "gradient"]:
        filler = "普通的文字 plain words " * 20
        by = [
            document("title", title=f"{word} 谈"),
            {"url": "heading", "title": "H", "sections": [["", "", filler], ["x", f"{word} 节", filler]]},
            document("tag", filler, tags=[word]),
            document("lede", filler, description=f"关于 {word} 的事"),
            document("text", filler + word),
            document("code", filler, code=filler + word),
        ]
        for documents in [by, by[::-1]]:
            assert Finder(documents).find(word) == ["title", "heading", "tag", "lede", "text", "code"]


def test_a_title_is_not_outdone_by_many_sections_that_mention_the_word():
    many = [[f"s{number}", "节", "梯度和 gradient，" * 30] for number in range(60)]
    finder = Finder([{"url": "long", "title": "L", "sections": many}, document("b", "文", title="梯度 gradient")])
    assert finder.find("梯度")[0] == "b"
    assert finder.find("gradient")[0] == "b"


def test_the_title_itself_comes_before_titles_that_hold_it():
    finder = Finder(
        [
            document("long", "链式法则 " * 30, title="链式法则与链式法则的应用"),
            document("exact", title="链式法则"),
            document("attention2", "attention " * 30, title="Attention and more attention"),
            document("attention", title="Attention"),
        ]
    )
    assert finder.find("链式法则") == ["exact", "long"]
    assert finder.find("attention") == ["attention", "attention2"]


def test_words_side_by_side_come_before_words_apart():
    apart = "激活函数有许多。" * 10 + "第一节说 ReLU。3 个例子在前章。"
    finder = texts(apart, "文。使用ReLU激活函数，见第3章。", "使用 ReLU 激活函数，见 第 3 章")
    assert set(finder.find("ReLU激活函数")[:2]) == {"1", "2"}
    assert set(finder.find("第3章")[:2]) == {"1", "2"}


def test_of_equal_results_the_newer_comes_first():
    finder = Finder(
        [document("a", "熵", when="2020-01-01"), document("b", "熵", when="2024-01-01"), document("c", "熵")]
    )
    assert finder.find("熵") == ["b", "a", "c"]


def test_a_result_leads_to_the_section_that_holds_most_of_the_query():
    finder = Finder(
        [
            {
                "url": "a",
                "title": "深度学习",
                "sections": [
                    ["", "", "先说梯度。"],
                    ["one", "概述", "这里有熵。"],
                    ["two", "下降", "梯度与熵在一起。"],
                    ["three", "信息熵", "定义。"],
                ],
            }
        ]
    )
    assert finder.anchor("梯度 熵") == "two"
    assert finder.anchor("信息熵") == "three"
    assert finder.anchor("深度学习") == ""
    assert finder.anchor("概述") == "one"


# --- what is shown -------------------------------------------------------------------------------------------------

#: A query, a text, and how it is shown.
MARKS = [
    ("kg", "重 ㎏，ﬁnd", "重 [㎏]，ﬁnd"),
    ("find", "㎏ ﬁnd this", "㎏ [ﬁnd] this"),
    ("キロ", "三㌔先の㌖ﾃﾞｰﾀ", "三[㌔]先の[㌖]ﾃﾞｰﾀ"),
    ("データ", "㎏㌔ﾃﾞｰﾀ等", "㎏㌔[ﾃﾞｰﾀ]等"),
    ("iv", "第Ⅳ章 IV", "第[Ⅳ]章 [IV]"),
    ("ai", "ＡＩ与AI, aid", "[ＡＩ]与[AI], [aid]"),
    ("梯度", "㎏梯度🚀梯度", "㎏[梯度]🚀[梯度]"),
    ("cafe", "Un cafe\u0301, un café", "Un [cafe\u0301], un [café]"),
    ("葛飾", "葛\U000e0100飾区", "[葛\U000e0100飾]区"),
    ("검색", "\u1100\u1165\u11b7\u1109\u1162\u11a8과 검색", "[\u1100\u1165\u11b7\u1109\u1162\u11a8]과 [검색]"),
    ("kurzgesagt", "kurz\u00adgesagt: ja", "[kurz\u00adgesagt]: ja"),
    ("x", "\u2063x₁\u2063 und x", "x₁ und [x]"),
    ("<b>", "a <b>c</b>", "a <[b]>c</[b]>"),
    ("istanbul", "İİİ istanbul", "İİİ [istanbul]"),
    ("𠮷", "𠮷野家𠮷", "[𠮷]野家[𠮷]"),
    ("rate", "learning_rate", "[learning_rate]"),
]


def test_the_hit_is_marked_to_the_character_also_where_folding_changes_lengths():
    wrong = []
    for query, text, expected in MARKS:
        # A word is known by the texts that hold it.
        got = texts(text, query).marked(query, text)
        if got != expected:
            wrong.append(f"{query!r}: {got!r}, not {expected!r}")
    assert not wrong, "\n".join(wrong)


def test_a_mark_takes_nothing_from_a_text():
    for text in ["㎏ﬁⅣ㌔ﾃﾞ梯度", "a" * 50, "\ud83d梯度\ude00", "梯度" * 50, "e\u0301\u0301梯度"]:
        made = texts("梯度 a e x")
        pieces = made.ask(f"finder.marked({json.dumps(text)}, finder.find('梯度')[0].terms)")
        assert "".join(piece for piece, _ in pieces) == text


def test_a_teaser_shows_the_hit_and_about_a_hundred_and_fifty_characters():
    filler = "没有关系的话，只是为了凑数。" * 40
    for query, hit in [("梯度", "[梯度]"), ("sgd", "[SGD]"), ("梯度 sgd", "[梯度]")]:
        teaser = texts(f"{filler}梯度用 SGD 来算。{filler}").teaser(query)
        assert hit in teaser
        assert 60 < len(teaser) < 180
        assert teaser.startswith("… ")
        assert teaser.endswith(" …")


def test_a_teaser_shows_the_place_where_the_words_stand_together():
    filler = "没有关系的话，只是为了凑数。" * 40
    teaser = texts(f"梯度。{filler}梯度与熵。{filler}").teaser("梯度 熵")
    assert "[梯度]与[熵]" in teaser


def test_a_formula_is_shown_whole_marks_beside_it_stand_and_none_is_in_it():
    formulas = "量 \u2063熵₁\u2063 和 \u2063b\u2063 之间，熵在此处；" * 20
    teaser = texts(formulas).teaser("熵")
    assert "\u2063" not in teaser
    assert "[熵]在此处" in teaser
    assert "[熵]₁" not in teaser
    # Wherever the text is cut.
    for shift in range(40):
        teaser = texts("话" * (150 + shift) + formulas).teaser("此处")
        assert teaser.count("[此处]") >= 2, (shift, teaser)


def test_a_teaser_never_cuts_a_character():
    for filler in ["🚀", "𠮷", "👩\u200d💻", "👍🏽", "e\u0301"]:
        for shift in range(8):
            text = "x" * shift + filler * 120 + "梯度" + filler * 120
            teaser = texts(text).teaser("梯度")
            assert teaser.encode("utf-16", "surrogatepass").decode("utf-16") == teaser, "no half of a pair"
            around = teaser.removeprefix("… ").removesuffix(" …").split("[梯度]")
            for side in around:
                assert not side.strip("x").replace(filler, ""), (filler, shift, side)


def test_what_has_no_text_has_no_teaser_and_what_has_code_shows_it():
    assert texts("").teaser("无") == ""
    finder = Finder([document("a", code="def f():\n    return  softmax(x)\n")])
    assert finder.teaser("softmax") == "def f(): return [softmax](x) "
    finder = Finder([document("a", "", description="一句话。")])
    assert finder.teaser("句话") == "一[句话]。"


# --- hostile -------------------------------------------------------------------------------------------------------


def test_no_query_breaks_it_or_takes_long():
    finder = texts(*("深度学习 constructor x " * 40 for _ in range(50)))
    queries = [
        *[
            "",
            " ",
            "。，！？",
            "...",
            "+++",
            "###",
            "_",
            "\u2063",
            "\u2063x\u2063",
            "\0",
            "\u200d",
            "\ufe0f",
            "❤️",
            "🚀",
        ],
        *["(", "[", "\\", "a{2}", ".*", "(?:", "^$", "[^]*", "$&", "$1", "%", "%E4"],
        *["__proto__", "constructor", "hasOwnProperty", "toString", "__proto__ constructor"],
        *["\ud800", "\udfff深", "深\ud842", "\ud83d\ud83d"],
        *[
            "深" * 10_000,
            "x" * 10_000,
            "深 " * 5_000,
            "x " * 5_000,
            "深x" * 5_000,
            "深度学习不在" * 2_000,
            "a_" * 5_000,
        ],
        *["\u0301" * 5_000, "C" + "+" * 10_000],
    ]
    begin = time.process_time()
    for query in queries:
        for result in finder.ask(f"finder.find({json.dumps(query)}).map(r => finder.teaser(r))"):
            assert result
    assert time.process_time() - begin < 20
    assert len(finder.find("constructor")) == 50
    assert finder.find("。，！？") == []
    assert finder.find("🚀") == []


def test_documents_may_hold_anything():
    hostile = [
        "__proto__",
        "constructor",
        "</script>",
        "\ud800\udc00\ud800",
        "\u2063",
        "\u2063\u2063\u2063",
        "\0",
        "a" * 50_000,
    ]
    finder = Finder(
        [
            *({"url": str(number), "title": text, "tags": [text], "authors": [text], "description": text,
               "sections": [[text, text, text, text], [], [text]]} for number, text in enumerate(hostile)),
            {"url": "plain", "title": "T"},
        ]
    )  # fmt: skip
    assert finder.find("constructor") == ["1"]
    assert finder.find("proto")[0] == "0"
    assert finder.find("t") == ["plain"]
    assert finder.teaser("script") == "</[script]>"
