"""The single source of the articles that benchmarks build: a pure function of their number.

Each article has about 5 kB of Markdown, Chinese or English in turn, a header with title, date, authors, tags,
description and now and then a cover, 10 to 20 formulas of which about half stand nowhere else on the site, sections, a
list, a code block, a table in some, and a link to the article before it.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Bytes of UTF-8 in one article's body, at least.
BODY_BYTES = 4700
FIRST_DAY = dt.date(2021, 1, 4)
SHARE_OF_SHARED_FORMULAS = 0.5
SECTIONS = 6

AUTHORS = (
    "AI 研究员", "林知远", "陈若水", "Ada Moreau", "周明哲", "Tomás Rivera",
    "许清和", "Ingrid Solberg", "何以宁", "Samuel Okafor", "沈予安", "Mei Tanaka",
)  # fmt: skip

TAGS = (
    "深度学习", "数学", "线性代数", "微积分", "概率论", "机器学习", "优化", "信息论", "统计推断", "数值方法",
    "图神经网络", "自然语言处理", "计算机视觉", "强化学习", "因果推断", "拓扑", "测度论", "随机过程", "凸分析",
    "Python", "C++", "Rust", "GPU", "Transformers", "diffusion models", "Bayesian methods", "time series",
    "reproducibility", "data engineering", "visualisation", "teaching", "open science", "compilers", "benchmarks",
    "signal processing", "graph theory", "cryptography", "history", "博弈论",
)  # fmt: skip

SHARED_FORMULAS = tuple(
    rf"\{name}\left({left}\right) {relation} \frac{{{left}}}{{1 + {right}^2}}"
    for name in ("sin", "exp", "log", "tanh")
    for left, right in (("x", "y"), (r"\alpha", r"\beta"), ("u", "v"), (r"\theta", r"\phi"))
    for relation in ("=", r"\approx", r"\leq")
)

CHINESE_TERMS = (
    "梯度", "矩阵", "向量空间", "特征值", "损失函数", "学习率", "注意力", "卷积核", "隐变量", "先验分布", "后验概率",
    "收敛速度", "正则项", "随机变量", "条件期望", "协方差", "流形", "度量", "张量", "激活函数", "归一化", "采样器",
    "似然", "熵", "互信息", "马尔可夫链", "最优传输", "对偶问题", "拉格朗日乘子", "泛化误差", "偏差", "方差", "嵌入",
    "编码器", "解码器", "检查点", "数据集", "批量", "基线模型", "评价指标", "置信区间", "假设检验", "残差", "截断误差",
)  # fmt: skip
CHINESE_SENTENCES = (
    "在考察{0}之前，先要弄清{1}究竟依赖于哪些量。",
    "经验告诉我们，{0}的变化往往先于{1}，而这一点在小样本上很难看出来。",
    "如果把{0}固定下来，{1}就可以写成一个只含{2}的表达式。",
    "这里并不需要很强的假设：只要{0}有界，{1}的估计就是稳定的。",
    "换一个角度看，{0}不过是{1}在另一组基下的样子。",
    "许多教材在此处略过了{0}，于是读者会误以为{1}与{2}无关。",
    "我们用同样的种子重复了二十次实验，{0}的差别始终小于{1}带来的噪声。",
    "值得注意的是，**{0}**并不保证{1}单调下降。",
    "当规模增大时，{0}的代价主要来自{1}，而不是人们常说的{2}。",
    "下面的推导只用到{0}的定义和{1}的线性性质。",
    "读者可以自己验证：把{0}换成{1}，结论依然成立。",
    "这也解释了为什么“{0}”一词在不同文献里含义不同。",
)
ENGLISH_TERMS = (
    "gradient", "matrix", "vector space", "eigenvalue", "loss", "learning rate", "attention head", "kernel",
    "latent variable", "prior", "posterior", "rate of convergence", "penalty", "random variable", "expectation",
    "covariance", "manifold", "metric", "tensor", "activation", "normalisation", "sampler", "likelihood", "entropy",
    "mutual information", "Markov chain", "transport plan", "dual problem", "multiplier", "generalisation error",
    "bias", "variance", "embedding", "encoder", "decoder", "checkpoint", "data set", "batch", "baseline", "score",
    "confidence interval", "hypothesis", "residual", "truncation error",
)  # fmt: skip
ENGLISH_SENTENCES = (
    "Before we look at the {0}, it pays to ask which quantities the {1} depends on.",
    "In practice the {0} moves earlier than the {1}, which small samples hide rather well.",
    "Once the {0} is fixed, the {1} becomes an expression in the {2} alone.",
    "No strong assumption is needed here: as long as the {0} stays bounded, estimates of the {1} are stable.",
    "Seen from another side, the {0} is only the {1} written in a different basis.",
    "Several textbooks pass over the {0}, and leave the impression that {1} and {2} are unrelated.",
    "We repeated the experiment twenty times with the same seeds; the {0} never varied more than the noise of the {1}.",
    "Note that the **{0}** by itself does not make the {1} decrease.",
    "At scale, the cost of the {0} comes mostly from the {1} rather than from the {2}.",
    "The derivation below uses nothing but the definition of the {0} and the linearity of the {1}.",
    "Replace the {0} with the {1} and the conclusion still holds, as a short calculation shows.",
    'This is also why the word "{0}" means different things to different authors.',
)
CODE = """\
```python
def step(weights: list[float], slopes: list[float], rate: float = {rate}) -> list[float]:
    # one step of plain descent
    return [weight - rate * slope for weight, slope in zip(weights, slopes, strict=True)]
```"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was written: for the head of the report."""

    articles: int
    mean_bytes: int
    formulas: int
    distinct_formulas: int


def write_articles(folder: Path, count: int) -> Corpus:
    """Write ``count`` articles and their covers below ``folder``; the same count gives the same bytes."""
    articles, covers = folder / "articles", folder / "covers"
    articles.mkdir(parents=True)
    covers.mkdir()
    for number in range(8):
        (covers / f"{number}.svg").write_text(cover(number), encoding="utf-8", newline="\n")
    size, formulas = 0, list[str]()
    for number in range(count):
        text, used = article(number)
        (articles / f"{name(number)}.md").write_text(text, encoding="utf-8", newline="\n")
        size += len(text.encode())
        formulas += used
    return Corpus(count, size // count, len(formulas), len(set(formulas)))


def name(number: int) -> str:
    """File name of an article, without its suffix."""
    return f"note-{number:05d}"


def edited(text: str, revision: int) -> str:
    """An article with one more paragraph: what an author does between two builds."""
    return f"{text}\nRevision {revision}: one more remark on the last section.\n"


def article(number: int) -> tuple[str, list[str]]:
    """The article of a number, and the TeX of its formulas in order."""
    chance = random.Random(number)
    chinese = number % 2 == 0
    terms, sentences = (CHINESE_TERMS, CHINESE_SENTENCES) if chinese else (ENGLISH_TERMS, ENGLISH_SENTENCES)
    joint, stop = ("", "。") if chinese else (" ", ".")
    formulas = [formula(chance, number, position) for position in range(chance.randint(10, 20))]

    def sentence() -> str:
        return chance.choice(sentences).format(*chance.sample(terms, 3))

    def paragraph() -> str:
        return joint.join(sentence() for _ in range(4))

    topic = chance.choice(terms)
    title = f"关于{topic}的第 {number} 则笔记" if chinese else f"Note {number} on the {topic}"
    blocks = [f"# {title}", paragraph()]
    waiting = list(formulas)
    for section in range(SECTIONS):
        blocks += [f"{'##' if section % 3 else '###' if section else '##'} {section + 1} {chance.choice(terms)}"]
        take = -(-len(waiting) // (SECTIONS - section))
        for position, tex in enumerate(waiting[:take]):
            blocks += [f"{sentence()}{joint}${tex}${stop}" if position % 2 else f"$$\n{tex}\n$$"]
        waiting = waiting[take:]
        blocks += [paragraph()]
    blocks += ["\n".join(f"- {sentence()}" for _ in range(4)), CODE.format(rate=chance.choice(("0.1", "0.01", "3e-4")))]
    if number % 3 == 0:
        rows = "\n".join(f"| {chance.choice(terms)} | {chance.random():.3f} |" for _ in range(4))
        blocks += [f"| a | b |\n| --- | --- |\n{rows}"]
    while len("\n\n".join(blocks).encode()) < BODY_BYTES:
        blocks += [paragraph()]
    if number:
        blocks += [f"[←]({name(number - 1)}.md)"]
    return header(chance, number, title, sentence()) + "\n\n".join(blocks) + "\n", formulas


def formula(chance: random.Random, number: int, position: int) -> str:
    """One that the whole site shares, or one of this article's own."""
    if chance.random() < SHARE_OF_SHARED_FORMULAS:
        return chance.choice(SHARED_FORMULAS)
    return chance.choice(
        (
            r"\frac{{\partial L_{{{n}}}}}{{\partial w_{{{p}}}}} = \sum_{{k=1}}^{{{n}}} \frac{{\partial L}}{{z_k}}",
            r"\int_0^{{{n}}} e^{{-x^{{{p}}}}} \, dx \leq \sqrt{{\pi}}",
            r"\mathbf{{A}}_{{{n}}} = \begin{{bmatrix}} a_{{11}} & {p} \\ 0 & \lambda_{{{p}}} \end{{bmatrix}}",
            r"\mathbb{{E}}[X_{{{n}}} \mid Y_{{{p}}}] = \hat{{\mu}} + \Sigma_{{{p}}}^{{-1}} y",
        )
    ).format(n=number, p=position)


def header(chance: random.Random, number: int, title: str, description: str) -> str:
    """The YAML of an article."""
    day = FIRST_DAY + dt.timedelta(days=number)
    lines = [
        f'title: "{title}"',
        f"description: '{description}'",
        f"date: {day.isoformat()}",
        f"tags: [{', '.join(chance.sample(TAGS, chance.randint(2, 5)))}]",
    ]
    authors = chance.sample(AUTHORS, 2 if number % 5 == 0 else 1)
    lines += ["authors:", *(f"  - {author}" for author in authors)] if len(authors) > 1 else [f"author: {authors[0]}"]
    if number % 4 == 0:
        lines += [f"updated: {(day + dt.timedelta(days=chance.randint(1, 90))).isoformat()}"]
    if number % 3 == 0:
        lines += [f"cover: ../covers/{number % 8}.svg"]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def cover(number: int) -> str:
    """A small drawing."""
    circles = "".join(
        f'<circle cx="{100 + 140 * place}" cy="{225 + 40 * ((place * number) % 5 - 2)}" r="{30 + 8 * place}"'
        f' fill="hsl({(number * 45 + place * 20) % 360} 60% 55%)"/>'
        for place in range(5)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="450" viewBox="0 0 800 450">'
        f'<rect width="800" height="450" fill="hsl({number * 45} 40% 92%)"/>{circles}</svg>\n'
    )
