r"""A corpus of formulas: what KaTeX knows works in every engine, and looks as it does in Node.

``formulas.txt`` has one formula a line, after ``. `` where it stands within a line of text and after ``: `` where it
stands by itself; ``# `` begins a section.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sphinx_byline.math.bundle import installed
from sphinx_byline.math.engine import KatexEngine
from sphinx_byline.math.formulas import Formula, Typeset
from sphinx_byline.math.quickjs import QuickJs
from sphinx_byline.math.v8 import V8

#: Each takes the bundle, as Engine does.
ENGINES = [QuickJs, V8]

LINES = Path(__file__).with_name("formulas.txt").read_text(encoding="utf-8").splitlines()
FORMULAS = [Formula(line[2:], display=line[0] == ":") for line in LINES if line[:2] in {". ", ": "}]

#: Control sequences (``\begin`` and ``\end`` with their environment), and characters beyond ASCII.
PIECE = re.compile(r"\\(?:begin|end)\{[^{}]*\}|\\[A-Za-z@]+\*?|\\.|[^\x00-\x7f]")

#: The functions that KaTeX 0.16.22 documents, by the sections of its table. Those that need ``trust`` are left out.
TABLE = {
    "accents": r"""
        \prime \acute \bar \breve \check \dot \ddot \dddot \ddddot \grave \hat \widehat \tilde \widetilde \widecheck
        \utilde \vec \mathring \overline \underline \underbar \overbrace \underbrace \overgroup \undergroup
        \overleftarrow \overrightarrow \Overrightarrow \underleftarrow \underrightarrow \overleftharpoon
        \overrightharpoon \overleftrightarrow \underleftrightarrow \overlinesegment \underlinesegment""",
    "accents in text": r"""\' \` \^ \~ \= \u \. \" \c \r \H \v""",
    "delimiters": r"""
        \{ \} \| \lparen \rparen \lbrack \rbrack \lbrace \rbrace \langle \rangle \lang \rang \lt \gt \vert \Vert \lvert
        \rvert \lVert \rVert \lceil \rceil \lfloor \rfloor \lmoustache \rmoustache \lgroup \rgroup \ulcorner \urcorner
        \llcorner \lrcorner \llbracket \rrbracket \lBrace \rBrace \uparrow \downarrow \updownarrow \Uparrow \Downarrow
        \Updownarrow \backslash ⌈ ⌉ ⌊ ⌋ ⎰ ⎱ ⟨ ⟩ ⟮ ⟯ ┌ ┐ └ ┘ ⟦ ⟧""",
    "sizes of delimiters": r"""
        \left \middle \right \big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigm \Bigm \biggm \Biggm \bigr \Bigr
        \biggr \Biggr""",
    "environments": r"""
        \begin{matrix} \begin{pmatrix} \begin{bmatrix} \begin{Bmatrix} \begin{vmatrix} \begin{Vmatrix} \begin{matrix*}
        \begin{pmatrix*} \begin{bmatrix*} \begin{Bmatrix*} \begin{vmatrix*} \begin{Vmatrix*} \begin{smallmatrix}
        \begin{array} \begin{darray} \begin{subarray} \begin{cases} \begin{dcases} \begin{rcases} \begin{drcases}
        \begin{equation} \begin{equation*} \begin{split} \begin{align} \begin{align*} \begin{aligned} \begin{alignat}
        \begin{alignat*} \begin{alignedat} \begin{gather} \begin{gather*} \begin{gathered} \begin{CD} \\ \cr \hline
        \hdashline \arraystretch \substack \notag \nonumber""",
    "greek letters": r"""
        \Alpha \Beta \Gamma \Delta \Epsilon \Zeta \Eta \Theta \Iota \Kappa \Lambda \Mu \Nu \Xi \Omicron \Pi \Rho \Sigma
        \Tau \Upsilon \Phi \Chi \Psi \Omega \varGamma \varDelta \varTheta \varLambda \varXi \varPi \varSigma
        \varUpsilon \varPhi \varPsi \varOmega \alpha \beta \gamma \delta \epsilon \zeta \eta \theta \iota \kappa
        \lambda \mu \nu \xi \omicron \pi \rho \sigma \tau \upsilon \phi \chi \psi \omega \varepsilon \varkappa
        \vartheta \thetasym \varpi \varrho \varsigma \varphi \digamma
        Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω α β γ δ ϵ ζ η θ ι κ λ μ ν ξ π ρ σ τ υ ϕ χ ψ ω ε ϑ ϖ ϱ ς φ ϝ""",
    "other letters": r"""
        \imath \jmath \aleph \alef \alefsym \beth \gimel \daleth \eth \nabla \partial \Game \Finv \cnums \Complex \ell
        \hbar \hslash \Im \image \Bbbk \N \natnums \R \Re \real \reals \Reals \wp \weierp \Z \aa \AA \ae \AE \oe \OE \o
        \O \ss \i \j ∂ ∇ ℑ ℜ Ⅎ ℵ ℶ ℷ ℸ ⅁ ℏ ð À Ç É Ñ Ö Ü Þ ß à å æ ç é ï ñ ô ö ø ü ÿ""",
    "alphanumeric symbols": r"""
        𝐀 𝐙 𝐚 𝐳 𝟎 𝟗 𝐴 𝑍 𝑎 𝑧 𝑨 𝒁 𝒂 𝒛 𝒜 𝒵 𝔄 𝔷 𝔸 𝕜 𝖠 𝖹 𝖺 𝗓 𝟢 𝟫 𝗔 𝗭 𝗮 𝘇 𝟬 𝟵 𝘈 𝘡 𝘢 𝘻 𝙰 𝚉 𝚊 𝚣 𝟶 𝟿
        ℂ ℍ ℕ ℙ ℚ ℝ ℤ""",
    "scripts": "汉 漢 か カ 수 Т ग গ க ไ მ Հ ， 。",
    "annotation": r"""
        \cancel \bcancel \xcancel \sout \boxed \fbox \angl \angln \phase \overbrace \underbrace \not \tag \tag*""",
    "line breaks": r"\\ \newline \allowbreak \nobreak",
    "vertical layout": r"\stackrel \overset \underset \atop \raisebox \vcenter \hbox \substack",
    "overlap and spacing": r"""
        \mathllap \mathrlap \mathclap \llap \rlap \clap \smash \, \thinspace \> \: \medspace \; \thickspace \enspace
        \enskip \quad \qquad \nobreakspace \space \! \negthinspace \negmedspace \negthickspace \kern \mkern \mskip
        \hskip \hspace \hspace* \phantom \hphantom \vphantom \mathstrut \rule""",
    "logic and sets": r"""
        \forall \exists \exist \nexists \in \isin \notin \ni \notni \complement \subset \supset \mid \land \lor \neg
        \lnot \therefore \because \mapsto \to \gets \leftrightarrow \emptyset \empty \varnothing \implies \impliedby
        \iff ∀ ∴ ∁ ∵ ∃ ∣ ∈ ∉ ∋ ⊂ ⊃ ∧ ∨ ↦ → ← ↔ ¬""",
    "macros": r"""
        \def \gdef \edef \xdef \let \futurelet \global \long \newcommand \renewcommand \providecommand \char
        \mathchoice \TextOrMath \@ifstar \@ifnextchar \@firstoftwo \@secondoftwo \relax \expandafter \noexpand
        \begingroup \endgroup \bgroup \egroup""",
    "big operators": r"""
        \sum \prod \coprod \int \iint \iiint \oint \oiint \oiiint \intop \smallint \bigotimes \bigoplus \bigodot
        \biguplus \bigvee \bigwedge \bigcap \bigcup \bigsqcup \limits \nolimits
        ∫ ∬ ∭ ∮ ∯ ∰ ∏ ∐ ∑ ⋀ ⋁ ⋂ ⋃ ⨀ ⨁ ⨂ ⨄ ⨆""",
    "binary operators": r"""
        \amalg \And \ast \barwedge \bigcirc \bmod \boxdot \boxminus \boxplus \boxtimes \bullet \Cap \cap \cdot \cdotp
        \centerdot \circ \circledast \circledcirc \circleddash \Cup \cup \curlyvee \curlywedge \div \divideontimes
        \dotplus \doublebarwedge \doublecap \doublecup \gtrdot \intercal \land \leftthreetimes \ldotp \lor \lessdot
        \lhd \ltimes \mod \mp \odot \ominus \oplus \otimes \oslash \pm \plusmn \pmod \pod \rhd \rightthreetimes \rtimes
        \setminus \smallsetminus \sqcap \sqcup \times \unlhd \unrhd \uplus \vee \veebar \wedge \wr
        ⋅ ± × ÷ ∓ ∔ ∩ ∪ ≀ ⊎ ⊓ ⊔ ⊕ ⊖ ⊗ ⊘ ⊙ ⊚ ⊛ ⊝ ◯""",
    "fractions and binomials": r"""
        \frac \tfrac \dfrac \cfrac \genfrac \over \above \binom \tbinom \dbinom \choose \brace \brack""",
    "math operators": r"""
        \arcsin \arccos \arctan \arctg \arcctg \arg \ch \cos \cosec \cosh \cot \cotg \coth \csc \ctg \cth \deg \dim
        \exp \hom \ker \lg \ln \log \sec \sin \sinh \sh \tan \tanh \tg \th \argmax \argmin \det \gcd \inf \injlim \lim
        \liminf \limsup \max \min \plim \Pr \projlim \sup \varinjlim \varliminf \varlimsup \varprojlim \operatorname
        \operatorname* \operatornamewithlimits \sqrt √""",
    "relations": r"""
        \approx \approxcolon \approxcoloncolon \approxeq \asymp \backepsilon \backsim \backsimeq \between \bowtie
        \bumpeq \Bumpeq \circeq \colonapprox \Colonapprox \coloncolonapprox \coloneq \colonminus \Coloneq
        \coloncolonminus \coloneqq \colonequals \Coloneqq \coloncolonequals \colonsim \Colonsim \coloncolonsim \cong
        \curlyeqprec \curlyeqsucc \dashv \dblcolon \coloncolon \doteq \Doteq \doteqdot \eqcirc \eqcolon \minuscolon
        \Eqcolon \minuscoloncolon \eqqcolon \equalscolon \Eqqcolon \equalscoloncolon \eqsim \eqslantgtr \eqslantless
        \equiv \fallingdotseq \frown \ge \geq \geqq \geqslant \gg \ggg \gggtr \gt \gtrapprox \gtreqless \gtreqqless
        \gtrless \gtrsim \imageof \in \isin \Join \le \leq \leqq \leqslant \lessapprox \lesseqgtr \lesseqqgtr \lessgtr
        \lesssim \ll \lll \llless \lt \mid \models \multimap \origof \owns \parallel \perp \pitchfork \prec \precapprox
        \preccurlyeq \preceq \precsim \propto \risingdotseq \shortmid \shortparallel \sim \simcolon \simcoloncolon
        \simeq \smallfrown \smallsmile \smile \sqsubset \sqsubseteq \sqsupset \sqsupseteq \Subset \subset \sub
        \subseteq \sube \subseteqq \succ \succapprox \succcurlyeq \succeq \succsim \Supset \supset \supseteq \supe
        \supseteqq \thickapprox \thicksim \trianglelefteq \triangleq \trianglerighteq \varpropto \vartriangle
        \vartriangleleft \vartriangleright \vcentcolon \ratio \vdash \vDash \Vdash \Vvdash
        ∝ ∼ ∽ ≂ ≃ ≅ ≈ ≊ ≍ ≎ ≏ ≐ ≑ ≒ ≓ ≖ ≗ ≜ ≡ ≤ ≥ ≦ ≧ ≫ ≬ ≳ ≷ ≺ ≻ ≼ ≽ ≾ ≿ ⊆ ⊇ ⊏ ⊐ ⊑ ⊒ ⊢ ⊣ ⊩ ⊪ ⊸ ⋈ ⋍ ⋐ ⋑ ⋔ ⋙ ⋛ ⋞ ⋟ ⌢ ⌣
        ⩾ ⪆ ⪌ ⪕ ⪖ ⪯ ⪰ ⪷ ⪸ ⫅ ⫆ ≲ ⩽ ⪅ ≶ ⋚ ⪋ ⟂ ⊨ ⊶ ⊷ ≔ ≕ ⩴""",
    "negated relations": r"""
        \gnapprox \gneq \gneqq \gnsim \gvertneqq \lnapprox \lneq \lneqq \lnsim \lvertneqq \ncong \ne \neq \ngeq \ngeqq
        \ngeqslant \ngtr \nleq \nleqq \nleqslant \nless \nmid \notin \notni \nparallel \nprec \npreceq \nshortmid
        \nshortparallel \nsim \nsubseteq \nsubseteqq \nsucc \nsucceq \nsupseteq \nsupseteqq \ntriangleleft
        \ntrianglelefteq \ntriangleright \ntrianglerighteq \nvdash \nvDash \nVDash \nVdash \precnapprox \precneqq
        \precnsim \subsetneq \subsetneqq \succnapprox \succneqq \succnsim \supsetneq \supsetneqq \varsubsetneq
        \varsubsetneqq \varsupsetneq \varsupsetneqq
        ∉ ∌ ∤ ∦ ≁ ≆ ≠ ≨ ≩ ≮ ≯ ≰ ≱ ⊀ ⊁ ⊈ ⊉ ⊊ ⊋ ⊬ ⊭ ⊮ ⊯ ⋠ ⋡ ⋦ ⋧ ⋨ ⋩ ⋬ ⋭ ⪇ ⪈ ⪉ ⪊ ⪵ ⪶ ⪹ ⪺ ⫋ ⫌""",
    "arrows": r"""
        \circlearrowleft \circlearrowright \curvearrowleft \curvearrowright \Darr \dArr \darr \dashleftarrow
        \dashrightarrow \downarrow \Downarrow \downdownarrows \downharpoonleft \downharpoonright \gets \Harr \hArr
        \harr \hookleftarrow \hookrightarrow \iff \impliedby \implies \Larr \lArr \larr \leadsto \leftarrow \Leftarrow
        \leftarrowtail \leftharpoondown \leftharpoonup \leftleftarrows \leftrightarrow \Leftrightarrow \leftrightarrows
        \leftrightharpoons \leftrightsquigarrow \Lleftarrow \longleftarrow \Longleftarrow \longleftrightarrow
        \Longleftrightarrow \longmapsto \longrightarrow \Longrightarrow \looparrowleft \looparrowright \Lrarr \lrArr
        \lrarr \Lsh \mapsto \nearrow \nleftarrow \nLeftarrow \nleftrightarrow \nLeftrightarrow \nrightarrow
        \nRightarrow \nwarrow \Rarr \rArr \rarr \restriction \rightarrow \Rightarrow \rightarrowtail \rightharpoondown
        \rightharpoonup \rightleftarrows \rightleftharpoons \rightrightarrows \rightsquigarrow \Rrightarrow \Rsh
        \searrow \swarrow \to \twoheadleftarrow \twoheadrightarrow \Uarr \uArr \uarr \uparrow \Uparrow \updownarrow
        \Updownarrow \upharpoonleft \upharpoonright \upuparrows
        ↑ ↓ ↕ ↖ ↗ ↘ ↙ ↚ ↛ ↞ ↠ ↢ ↣ ↩ ↪ ↫ ↬ ↭ ↮ ↰ ↱ ↶ ↷ ↺ ↻ ↼ ↽ ↾ ↿ ⇀ ⇁ ⇂ ⇃ ⇄ ⇆ ⇇ ⇈ ⇉ ⇊ ⇋ ⇌ ⇍ ⇎ ⇏ ⇐ ⇑ ⇒ ⇓ ⇔ ⇕ ⇚ ⇛ ⇝ ⇠ ⇢
        ⟵ ⟶ ⟷ ⟸ ⟹ ⟺ ⟼""",
    "extensible arrows": r"""
        \xleftarrow \xrightarrow \xLeftarrow \xRightarrow \xleftrightarrow \xLeftrightarrow \xhookleftarrow
        \xhookrightarrow \xtwoheadleftarrow \xtwoheadrightarrow \xleftharpoonup \xrightharpoonup \xleftharpoondown
        \xrightharpoondown \xleftrightharpoons \xrightleftharpoons \xtofrom \xmapsto \xlongequal""",
    "special notation": r"\bra \ket \braket \Bra \Ket \Braket \set \Set",
    "classes": r"\mathbin \mathclose \mathinner \mathop \mathopen \mathord \mathpunct \mathrel",
    "color": r"\color \textcolor \colorbox \fcolorbox",
    "font": r"""
        \mathrm \mathbf \mathit \mathnormal \mathsf \mathsfit \mathtt \mathfrak \mathcal \mathscr \mathbb \boldsymbol
        \bm \bold \pmb \Bbb \frak \rm \bf \it \sf \tt \cal \text \textrm \textbf \textit \textnormal \textsf \texttt
        \textup \textmd \emph""",
    "size": r"\Huge \huge \LARGE \Large \large \normalsize \small \footnotesize \scriptsize \tiny",
    "style": r"\displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \verb \verb*",
    "symbols and punctuation": r"""
        \% \# \& \_ \$ \textunderscore \textendash \textemdash \textasciitilde \textasciicircum \textquoteleft \lq
        \textquoteright \rq \textquotedblleft \textquotedblright \colon \backprime \prime \textless \textgreater
        \textbar \textbardbl \textbraceleft \textbraceright \textbackslash \P \S \sect \copyright \textcopyright
        \circledR \textregistered \circledS \textcircled \dots \cdots \ddots \ldots \vdots \varvdots \dotsb \dotsc
        \dotsi \dotsm \dotso \sdot \mathellipsis \textellipsis \Box \square \blacksquare \triangle \triangledown
        \triangleleft \triangleright \bigtriangledown \bigtriangleup \blacktriangle \blacktriangledown
        \blacktriangleleft \blacktriangleright \diamond \Diamond \lozenge \blacklozenge \star \bigstar \clubsuit \clubs
        \diamondsuit \diamonds \spadesuit \spades \heartsuit \hearts \maltese \minuso \KaTeX \LaTeX \TeX \nabla \infty
        \infin \checkmark \dag \dagger \textdagger \ddag \ddagger \textdaggerdbl \Dagger \angle \measuredangle
        \sphericalangle \top \bot \textdollar \pounds \mathsterling \textsterling \yen \surd \degree \textdegree \mho
        \diagdown \diagup \flat \natural \sharp £ ¥ ∞ · ∠ ∡ ∢ ♠ ♡ ♢ ♣ ♭ ♮ ♯ ✓ … ⋮ ⋯ ⋱ ‼ ⦵""",
    "chemistry": r"\ce \pu \bond",
}

UNITS = "em ex mu pt mm cm in bp pc dd cc nd nc sp"

NODE = """
"use strict";
const { readFileSync } = require("fs");
const { createContext, runInContext } = require("vm");
const { scripts, formulas } = JSON.parse(readFileSync(0, "utf8"));
const world = createContext({});
for (const script of scripts) runInContext(readFileSync(script, "utf8"), world);
const options = {
  output: "htmlAndMathml", throwOnError: true, trust: false, maxExpand: 1000, maxSize: 100, strict: "ignore",
  globalGroup: false,
};
process.stdout.write(JSON.stringify(formulas.map(([tex, displayMode]) => {
  try {
    return world.katex.renderToString(tex, { ...options, displayMode, macros: {} });
  } catch (error) {
    return String(error);
  }
})));
"""


@pytest.fixture(scope="module", params=ENGINES, ids=lambda made: made.__name__)
def results(request):
    """What an engine makes of each formula, in their order."""
    engine = KatexEngine(request.param, installed())
    yield engine.typeset(FORMULAS)
    engine.close()


@pytest.fixture(scope="module")
def in_node():
    """What the same KaTeX makes of each formula in Node: HTML, or its error."""
    if shutil.which("node") is None:
        reason = "there is no `node` on the PATH to compare with"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    scripts = [str(script) for script in (installed().script, installed().mhchem) if script is not None]
    request = {"scripts": scripts, "formulas": [(formula.tex, formula.display) for formula in FORMULAS]}
    command = ["node", "--eval", NODE]
    done = subprocess.run(
        command, input=json.dumps(request), capture_output=True, check=True, encoding="utf-8", timeout=60
    )
    return json.loads(done.stdout)


def listed(formulas):
    """A message that names each formula, whatever their number."""
    return "\n".join(["", *formulas])


def test_the_corpus_has_hundreds_of_formulas_and_none_twice():
    assert {line[:2] for line in LINES} == {"# ", ". ", ": "}
    assert len(FORMULAS) == len(set(FORMULAS))
    assert len({formula.tex for formula in FORMULAS}) >= 400
    assert len([formula for formula in FORMULAS if re.search(r"\\(?:ce|pu)\{", formula.tex)]) >= 25


@pytest.mark.parametrize("section", TABLE)
def test_the_corpus_has_every_function_of_katexs_table(section):
    pieces = {piece for formula in FORMULAS for piece in PIECE.findall(formula.tex)}
    missing = [name for name in TABLE[section].split() if name not in pieces]
    assert not missing, listed(missing)


def test_the_corpus_has_every_unit():
    text = "\n".join(LINES)
    assert not [unit for unit in UNITS.split() if not re.search(rf"[0-9.]{unit}(?![a-z])", text)]


def test_every_formula_is_typeset(results):
    failed = [
        f"{formula.tex}  ->  {result}"
        for formula, result in zip(FORMULAS, results, strict=True)
        if not isinstance(result, Typeset)
    ]
    assert not failed, listed(failed)


def test_every_formula_is_byte_for_byte_what_katex_makes_of_it_in_node(results, in_node):
    different = [
        formula.tex
        for formula, result, expected in zip(FORMULAS, results, in_node, strict=True)
        if not isinstance(result, Typeset) or result.html.encode() != expected.encode()
    ]
    assert not different, listed(different)
