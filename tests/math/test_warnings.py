"""A formula that KaTeX cannot typeset is one warning, at the character where it stands, with what to do.

Each document of the tables below marks with ``‸`` where a person would look: before the token at fault; behind the last
character where something is missing at the end; before the formula where KaTeX knows no place. All documents are one
site, built once; each has to give the warnings of its marks, at their line and column, and no other.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from sphinx.cmd.build import build_main

from sphinx_byline.math.bundle import installed

# MyST 5 asks for `env.app` where it includes a file, which Sphinx 9.1 announces to go in 11.
pytestmark = pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")

MARK = "‸"

UNDEFINED = (r"undefined control sequence \bad in ", "correct the name, or define it")


# --- one site of many faults -----------------------------------------------------------------------------------------

SITE_CONF = r"""
project = "Notes"
extensions = ["sphinx_byline"]
html_theme = "basic"
templates_path = ["templates"]
html_copy_source = False
html_use_index = False
myst_dmath_double_inline = True
exclude_patterns = ["parts"]
suppress_warnings = ["toc.not_included"]
byline_math_macros = {r"\site": r"z + \wrong"}
katex_options = r'macros: {"\\option": "z + \\worse"}'
"""

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@dataclass(frozen=True)
class Case:
    """A document with marks, and what is said at each."""

    name: str
    text: str
    faults: tuple[tuple[str, str], ...] = ()
    """A piece of the message, and one of the hint, for each mark in turn; for all of them where there is one."""
    suffix: str = "md"
    parts: dict[str, str] = field(default_factory=dict)
    """Files that the document includes, with marks of their own."""

    @property
    def marked(self) -> dict[str, str]:
        """All files with their marks."""
        return {f"{self.name}.{self.suffix}": self.text, **self.parts}

    @property
    def files(self) -> dict[str, str]:
        """All files as an author writes them."""
        return {name: text.replace(MARK, "") for name, text in self.marked.items()}

    @property
    def places(self) -> list[str]:
        """``file:line:column`` of each mark."""
        return [f"{name}:{place}" for name, text in self.marked.items() for place in _places(text)]


def _places(text: str) -> list[str]:
    found, before = [], ""
    for piece in text.removeprefix("\ufeff").split(MARK)[:-1]:
        before += piece
        lines = before.split("\n")
        found.append(f"{len(lines)}:{len(lines[-1]) + 1}")
    return found


def _case(name: str, text: str, parts: dict[str, str], faults: list[str]) -> Case:
    pairs = tuple((message, hint) for message, _, hint in (fault.partition(" -> ") for fault in faults))
    return Case(name.removesuffix(".rst"), text, pairs or (UNDEFINED,), "rst" if name.endswith(".rst") else "md", parts)


def _cases(table: str) -> list[Case]:
    """Read a table: ``=== name`` begins a document, ``+++ file`` one that it includes, ``!!!`` says what is told."""
    cases = []
    for block in table.split("\n=== ")[1:]:
        name, _, rest = block.partition("\n")
        faults = re.findall(r"^!!! (.+)\n?", rest, re.MULTILINE)
        text, *parts = re.sub(r"^!!! .+\n?", "", rest, flags=re.MULTILINE).split("+++ ")
        files = {part.partition("\n")[0]: part.partition("\n")[2] + "\n" for part in parts}
        cases.append(_case(name, text + "\n", files, faults))
    return cases


MARKDOWN = _cases(r"""
=== in-a-line
# A

Let $x$ be, and $y + ‸\bad + z$ too.

=== on-the-first-line-of-the-file
# On $‸\bad$

=== in-a-heading
# On

## The $‸\bad$

=== in-a-heading-that-is-underlined
On
==

The $x$ and $a ‸\bad$
---------------------

=== in-a-heading-after-code
# On

## Of `$\bad$` and $‸\bad$

=== in-display
# A

$$
a
‸\bad
$$

=== in-display-below-blank-lines
# A

$$


a &= b \\
c &= ‸\bad
$$

=== in-display-that-is-indented
# A

$$
  a
    + ‸\bad
$$

=== in-display-with-blank-lines-within
# A

$$
a

b

‸\bad
$$

=== in-the-first-of-two-equations
# A

$$
a + ‸\bad

b
$$

=== in-display-on-one-line
# A

$$a + ‸\bad$$

=== in-display-on-one-line-with-blanks
# A

$$ a + ‸\bad $$

=== in-display-within-a-line
# A

Text $$a + ‸\bad$$ and $$‸\bad$$ more.

=== in-display-that-begins-behind-its-dollars
# A

$$a
+ ‸\bad$$

=== in-display-with-a-label
# A

$$
a
‸\bad
$$ (eq-one)

See {eq}`eq-one`.

=== in-display-on-one-line-with-a-label
# A

$$a + ‸\bad$$ (eq-two)

=== in-wrapped-rows
# A

$$
a &= b \\
c &= ‸\bad
$$
!!! undefined control sequence \bad in "c &= \bad"; -> correct the name

=== in-wrapped-rows-on-one-line
# A

$$a &= b \\ c &= ‸\bad$$

=== after-wrapped-rows
# A

$$
a &= ‸\bad \\
c &= d
$$

=== an-open-brace-at-the-end-of-wrapped-rows
# A

$$
a &= b \\
c &= \frac{d‸

$$
!!! end of input -> write the brace that closes it

=== an-open-delimiter-at-the-end-of-wrapped-rows
# A

$$
a &= b \\
c &= \left( d‸
$$
!!! expected '\right' -> write the \right that belongs to \left

=== an-open-delimiter-in-the-first-of-two-equations
# A

$$
\left( a

b‸
$$
!!! expected '\right' -> write the \right that belongs to \left

=== a-tab-sign-in-one-of-two-equations
# A

$$
a = \text{b ‸& c}

d
$$
!!! got '&' -> write \& within \text

=== the-end-of-display
# A

$$
a + \left( b‸

$$
!!! expected '\right', got 'EOF' -> \right. draws nothing

=== the-end-of-a-formula-in-a-line
# A

Let $\sqrt{a‸$ be.
!!! expected '}' -> write the brace that closes it

=== a-formula-without-a-place
# A

$$

  ‸a + \hline
$$

Let $‸a \tag{1}$ be.
!!! \hline valid only within array -> put it into \begin{array}
!!! \tag works only in display -> put the formula into $$ ... $$

=== in-a-directive
# A

```{math}
a
‸\bad
```

=== in-a-directive-with-a-label
# A

```{math}
:label: eq-three

a
‸\bad
```

=== in-a-directive-with-options-and-no-blank-line
# A

```{math}
:label: eq-four
:class: wide
a ‸\bad
```

=== in-a-directive-with-options-in-yaml
# A

```{math}
---
label: eq-five
---
a
‸\bad
```

=== in-a-directive-with-nowrap
# A

```{math}
:nowrap:

\begin{align}
a &= b \\
c &= ‸\bad
\end{align}
```

=== in-a-directive-beside-its-name
# A

```{math} a + ‸\bad
```

=== in-a-directive-with-colons
# A

:::{math}
a
‸\bad
:::

=== in-a-directive-in-a-list
# A

- item

  ```{math}
  :label: eq-six

  a
    + ‸\bad
  ```

=== in-a-fence-of-math
# A

```math
a
‸\bad
```

=== in-a-role
# A

Let {math}`x` be, and {math}`y + ‸\bad` too.

=== in-an-environment
# A

\begin{align}
a &= 1 \\
&= ‸\bad
\end{align}

=== in-an-environment-with-a-star
# A

\begin{gather*}
a \\
b ‸\bad
\end{gather*}

=== in-an-environment-with-a-label
# A

\begin{equation}\label{eq-seven}
a = ‸\bad
\end{equation}

=== behind-a-label-on-its-line
# A

\begin{equation} \label{eq-eight} a = ‸\bad \end{equation}

=== an-environment-that-ends-as-another
# A

\begin{align}
a &= b
‸\end{aligned}
\end{align}
!!! mismatch -> write \end{align} where \end{aligned} stands

=== in-an-environment-in-a-quote
# A

> \begin{align}
> a &= 1 \\
> &= ‸\bad
> \end{align}

=== in-a-list
# A

- one $x$
- two $y + ‸\bad$
  and $‸\bad$

=== in-a-list-two-deep
# A

1. one
   - two $x$

     and $‸\bad$
   - three

     $$
     a
     ‸\bad
     $$

=== over-lines-of-a-paragraph
# A

Let $a
\cdot ‸\bad
\cdot c$ be.

=== over-lines-of-a-list
# A

- one
  - two $a
    = b
    \cdot ‸\bad$ too

=== over-lines-of-a-list-that-are-not-indented
# A

- one $a
+b + ‸\bad$ too

=== in-a-quote
# A

> Quote $x$
> and $‸\bad$

=== over-lines-of-a-quote
# A

> Let $a
> \cdot ‸\bad$ be.

=== in-a-quote-that-goes-on-without-its-sign
# A

> Let $x$
be $‸\bad$.

=== in-a-quote-in-a-quote
# A

> > Deep $‸\bad$

=== in-a-quote-in-a-list
# A

- item

  > Quote $x$ and $‸\bad$
  >
  > $$
  > ‸\bad
  > $$

=== in-a-list-in-a-quote
# A

> Quote
>
> - item
>
>   $$
>   a
>   ‸\bad
>   $$

=== in-a-table
# A

| a | b |
|---|---|
| 1 | 2 |
| 3 | $‸\bad$ |

=== in-many-cells-of-a-table
# A

| a $‸\bad$ | b |
|---|---|
| $x$ and $‸\bad$ | $y$ |
| $‸\bad$ | $1 + ‸\bad$ and $‸\bad$ |
| `$\bad$` | $z$ and $‸\bad$ |

=== in-a-table-without-outer-bars
# A

a | b
--|--
$x$ | $‸\bad$
$‸\bad$ | $y$

=== in-a-cell-behind-a-bar-that-is-escaped
# A

| a |
|---|
| $\|x\| + ‸\bad$ |

=== in-a-list-table
# A

```{list-table}
:header-rows: 1

* - a
  - $‸\bad$
* - $x$
  - $1 + ‸\bad$
```

=== in-a-csv-table
# A

```{csv-table}
:header: a, b

$x$, $‸\bad$
$1 + ‸\bad$, $y$
```

=== in-a-footnote
# A

Text[^note] with $x$.

[^note]: A note with $‸\bad$.

=== in-a-footnote-and-in-the-text-below-it
# A

[^above]: A note with $‸\bad$.

Text[^above] with $‸\bad$.

=== in-a-definition-list
# A

Term $‸\bad$
: Definition with $x ‸\bad$ in it

  and $‸\bad$

=== in-a-glossary
# A

```{glossary}
velocity
  The $x$ and $‸\bad$.
```

=== in-an-admonition
# A

:::{note}
Text

$‸\bad$
:::

=== in-an-admonition-beside-its-name
# A

```{note} Text $‸\bad$
```

=== in-the-title-of-an-admonition
# A

:::{admonition} The $‸\bad$
Text $‸\bad$
:::

=== in-an-admonition-with-options
# A

```{note}
:class: wide

Text $x$

and $‸\bad$
```

=== in-admonitions-of-colons
# A

::::{note}
Text

:::{tip}
- item $‸\bad$
:::
::::

=== in-admonitions-of-backticks
# A

````{note}
Text

```{tip}
:class: wide

Text $‸\bad$
```

and $x + ‸\bad$
````

=== in-a-card
# A

:::{card} The $‸\bad$
Body $1 + ‸\bad$
:::

=== in-tabs
# A

::::{tab-set}
:::{tab-item} One
Text $‸\bad$
:::
:::{tab-item} Two
Text $‸\bad$
:::
::::

=== in-a-caption
# A

```{figure} dot.svg
:alt: dot

A caption with $‸\bad$

A legend with $a + ‸\bad$
```

=== in-a-link
# A

See [the $‸\bad$ page](https://example.org/), or [$‸\bad$](#in-a-link-below).

(in-a-link-below)=
## B

=== in-emphasis
# A

It is *so $‸\bad$* and **$‸\bad$** and ~~$‸\bad$~~.

=== in-restructuredtext-within-markdown
# A

```{eval-rst}
Text :math:`x` and :math:`‸\bad`.
```

=== in-an-included-file
# A

Text

```{include} parts/included.md
```
+++ parts/included.md
First $x$

and $‸\bad$ here

- item

  $$
  ‸\bad
  $$

=== in-an-included-file-that-begins-later
# A

```{include} parts/later.md
:start-after: begin here
```
+++ parts/later.md
Not $\bad$ this
% begin here

but $‸\bad$ that

=== in-an-included-file-from-a-line-on
# A

```{include} parts/lines.md
:start-line: 2
```
+++ parts/lines.md
Not $\bad$

this, but $‸\bad$ that

=== in-a-file-that-an-included-one-includes
# A

```{include} parts/outer.md
```

and $‸\bad$
+++ parts/outer.md
Outer $‸\bad$

```{include} parts/inner.md
```
+++ parts/inner.md
Inner

$‸\bad$

=== in-a-heading-of-an-included-file
# A

```{include} parts/heading.md
```
+++ parts/heading.md
## The $‸\bad$

=== in-a-file-that-is-included-twice
# A

```{include} parts/twice.md
```

and

```{include} parts/twice.md
```
+++ parts/twice.md
It is $‸\bad$ again.

=== thrice-in-a-paragraph
# A

$‸\bad$ and $‸\bad$
and
$‸\bad$

=== the-same-in-several-blocks
# A

Text $‸\bad$

- item $‸\bad$

> quote $‸\bad$

$$
‸\bad
$$

=== in-a-directive-above-one-like-it
# A

```{math}
‸\bad
```

Let $x + ‸\bad$ be.

=== in-restructuredtext-above-one-like-it
# A

```{eval-rst}
Text :math:`‸\bad`.
```

Let $x + ‸\bad$ be.

=== in-an-admonition-above-one-like-it
# A

```{note} Text $‸\bad$
```

Let $x + ‸\bad$ be.

=== over-lines-above-lines-that-hold-them
# A

```{math}
a
‸\bad
```

Let $a
= b ‸\bad$ be.

=== behind-text-like-it
# A

example x
and $x ‸\bad$

=== behind-code-like-it
# A

Write `$\bad$` for $‸\bad$.

=== behind-code-with-backticks-like-it
# A

Write ``a ` $\bad$`` for $‸\bad$.

=== behind-code-over-two-lines-like-it
# A

Write `a
$\bad$ b` for $‸\bad$.

=== below-a-fence-like-it
# A

```latex
$\bad$
```

Text $‸\bad$

=== below-a-fence-of-tildes-like-it
# A

- item

  ~~~
  $\bad$
  ~~~

  Text $‸\bad$

=== below-a-fence-in-an-admonition-like-it
# A

````{note}
```latex
$\bad$
```
Text $‸\bad$
````

=== below-a-block-of-code-like-it
# A

:::{note}
```{code-block} latex
:caption: The $x$

$$
\bad
$$
```

$$
‸\bad
$$
:::

=== below-indented-code-like-it
# A

1. item

       $\bad$

   Text $‸\bad$

=== below-a-comment-like-it
# A

Text
% $\bad$
and $‸\bad$

=== behind-a-comment-of-html-like-it
# A

Text <!-- $\bad$ --> and $‸\bad$

=== behind-dollars-that-are-escaped
# A

It costs \$\bad\$ and $‸\bad$.

=== behind-a-longer-one-that-is-wrong-too
# A

Let $a + ‸\bad$ be, and $‸\bad$ and $‸\bad + a$.

=== below-a-right-one-that-holds-it
# A

Text

$$
\begin{matrix}
a & b
\end{matrix}
$$

$$
a ‸& b
$$
!!! got '&' -> such as \begin{aligned}

=== behind-a-right-one-that-holds-it
# A

Let $\text{\$x}$ be, $\frac{a}{x}$ and $x‸}$.
!!! got '}' -> take away the closing brace

=== behind-a-right-one-in-display-like-it
# A

Let $$a \tag{1}$$ be and $‸a \tag{1}$.
!!! \tag works only in display -> put the formula into $$ ... $$

=== behind-alternative-text-like-it
# A

See ![the $\bad$](dot.svg) and $‸\bad$.

=== below-an-option-like-it
# A

```{figure} dot.svg
:alt: The $\bad$

A caption with $‸\bad$
```

=== below-a-fence-in-a-fence-like-it
# A

````markdown
```{math}
\bad
```
````

```{math}
‸\bad
```

=== below-a-fence-in-a-fence-in-an-admonition-like-it
# A

`````{note}
````markdown
```{math}
\bad
```

$$
\bad
$$
````

```{math}
‸\bad
```
`````

=== below-a-comment-of-html-over-lines-like-it
# A

<!--
$\bad$
-->

Text $‸\bad$

=== in-a-table-in-a-list
# A

- item

  | a | b |
  |---|---|
  | $x$ | $‸\bad$ |

=== within-a-long-line
# A

Let $a_1 + a_2 + a_3 + a_4 + a_5 + ‸\bad + b_1 + b_2 + b_3 + b_4 + b_5 + b_6 + b_7 + b_8$ be.
!!! undefined control sequence \bad in "…+ a_3 + a_4 + a_5 + \bad + b_1 + b_2 + b_3 + b_4 + b_5…"; -> correct the name

=== two-faults-on-one-page
# A

Let $‸\bad$ be.

Let $x^2‸^3$ be.
!!! undefined control sequence \bad -> correct the name
!!! double superscript -> put braces around one of the two

=== behind-chinese
# 数学

速度为$v$，而$‸\bad$是错的。

=== behind-chinese-within
# 数学

$\text{速度} = ‸\bad$

=== behind-emoji
# A

🎉 👩‍👩‍👧 it is $\text{🎉} + ‸\bad$ 🎉

=== behind-astral-characters
# A

𝔸𝔹 and $𝔸𝔸𝔸 ‸\bad$.

$$
𝔸𝔸𝔸 \text{𝔸}
‸\bad
$$

=== behind-astral-characters-in-wrapped-rows
# A

$$
𝔸 &= 𝔹 \\ 𝔸 &= ‸\bad
$$

=== behind-entities
# A

&amp; &copy; and $‸\bad$

=== behind-a-comment-in-the-formula
# A

$$
a % \bad
+ ‸\bad
$$

=== in-the-title-of-the-header
---
title: The $‸\bad$ of it
---

Text

=== in-the-title-of-the-header-and-below
---
title: The $‸\bad$ of it
---

Text $‸\bad$

=== in-the-title-of-the-header-in-single-quotes
---
date: 2026-01-02
title: 'The $‸\bad$ of it'
---

Text

=== in-the-title-of-the-header-in-double-quotes
---
title: "The $‸\\bad$ of it"
---

Text

=== in-the-title-of-the-header-over-two-lines
---
title: >-
  The
  $‸\bad$ of it
---

Text

=== below-a-header
---
tags: [a]
---

# A

Text $‸\bad$

=== a-macro-of-the-page
---
math:
  '\mac': 'y+\bad'
---

# A

Let $x + ‸\mac$ be.
!!! undefined control sequence \bad in "y+\bad", the text of \mac -> correct the macro

=== a-macro-of-the-page-in-several-formulas
---
math:
  '\mac': 'y+\bad'
---

# The $‸\mac$

Let $‸\mac$ and $1 + ‸\mac$ be.

$$
a \\
b + ‸\mac
$$
!!! "y+\bad", the text of \mac -> correct the macro

=== a-macro-of-the-page-behind-one-with-a-longer-name
---
math:
  '\mac': 'y+\bad'
  '\macro': 'y'
---

# A

Let $\macro + ‸\mac$ be.
!!! "y+\bad", the text of \mac -> correct the macro

=== a-macro-of-the-page-within-another
---
math:
  '\outer': '\mac + 1'
  '\mac': 'y+\bad'
---

# A

Let $x + ‸\outer$ be.
!!! "y+\bad", the text of \mac -> correct the macro

=== what-a-macro-of-the-page-is-given
---
math:
  '\mac': '\frac{#1}{2}'
---

# A

Let $\mac{a + ‸\bad}$ be.
!!! undefined control sequence \bad in "\mac{a + \bad}"; the page -> correct the name

=== a-macro-of-the-page-with-a-link
---
math:
  '\more': '\href{https://example.org}{x}'
---

# A

Let $x + ‸\more$ be.
!!! \href is not allowed in formulas -> put links, images and HTML outside the formula

=== a-macro-of-the-page-that-calls-itself
---
math:
  '\mac': 'x + \mac'
---

# A

Let $‸x + \mac$ be.
!!! too many expansions -> a macro seems to call itself

=== a-macro-of-the-site
# A

Let $a + ‸\site$ be.
!!! undefined control sequence \wrong in "z + \wrong", the text of \site -> correct the macro

=== a-macro-of-katex-options
# A

Let $a + ‸\option$ be.
!!! undefined control sequence \worse in "z + \worse" -> correct the macros in katex_options

=== what-another-formula-defines
# A

Let $\newcommand{\RR}{\mathbb{R}} \RR$ be, and $x \in ‸\RR$.
!!! undefined control sequence \RR -> another formula defines it

=== what-looks-like-markup
# A

$a ‸\bad"><script>alert(1)</script>$
""")

RESTRUCTUREDTEXT = _cases(r"""
=== rst-in-a-role.rst
A
=

Text
with :math:`x` and :math:`y + ‸\bad`.

=== rst-in-a-title.rst
The :math:`‸\bad`
=================

Text

=== rst-in-an-overlined-title.rst
A
=

-----------------
The :math:`‸\bad`
-----------------

=== rst-over-lines.rst
A
=

Let :math:`a
+ ‸\bad` be.

=== rst-in-a-directive.rst
A
=

.. math::

   a
   + ‸\bad

=== rst-beside-the-name-of-a-directive.rst
A
=

.. math:: a + ‸\bad

=== rst-in-a-directive-with-a-label.rst
A
=

.. math::
   :label: eq-rst

   a

   + ‸\bad

=== rst-in-a-directive-with-nowrap.rst
A
=

.. math::
   :nowrap:

   \begin‸{eqnarray}
   a
   \end{eqnarray}
!!! no such environment eqnarray -> use align

=== rst-in-wrapped-rows.rst
A
=

.. math::

   a &= b \\
     &= ‸\bad

=== rst-in-a-list.rst
A
=

- one

  - two :math:`x` and
    :math:`‸\bad`

    .. math::

       a
       ‸\bad

=== rst-in-a-grid-table.rst
A
=

+-----------+---------------+
| a         | b             |
+===========+===============+
| :math:`x` | :math:`‸\bad`  |
+-----------+---------------+
| 1         | text          |
|           | :math:`‸\bad`  |
+-----------+---------------+

=== rst-in-a-simple-table.rst
A
=

=========  =============
a          b
=========  =============
1          :math:`‸\bad`
:math:`y`  :math:`‸\bad`
=========  =============

=== rst-in-a-quote.rst
A
=

Text

   Quote :math:`x`
   and :math:`‸\bad`

=== rst-in-an-admonition.rst
A
=

.. admonition:: The :math:`‸\bad`

   Text

   .. note:: And :math:`1 + ‸\bad`

=== rst-in-a-definition-list.rst
A
=

Term
   Definition :math:`‸\bad`

=== rst-in-a-field.rst
A
=

Text

:one: and :math:`‸\bad`

=== rst-in-a-line-block.rst
A
=

| One :math:`x`
| Two :math:`‸\bad`

=== rst-in-a-footnote.rst
A
=

Text [#]_ here.

.. [#] A note with :math:`‸\bad`.

=== rst-in-a-caption.rst
A
=

.. figure:: dot.svg
   :alt: dot

   A caption with :math:`‸\bad`

=== rst-by-default-role.rst
A
=

.. default-role:: math

Let `x` and `‸\bad` be.

=== rst-behind-code-like-it.rst
A
=

Write ``x :math:`\bad`.`` for :math:`‸\bad`.

=== rst-below-code-like-it.rst
A
=

.. note::

   Write::

      :math:`\bad`

   for :math:`‸\bad`.

=== rst-below-a-comment-like-it.rst
A
=

.. :math:`\bad` is left out.

Text :math:`‸\bad`.

=== rst-in-an-included-file.rst
A
=

.. include:: parts/part.txt
+++ parts/part.txt
Text
and :math:`‸\bad`

.. math::

   a
   ‸\bad
""")


def _long_paragraph() -> str:
    """60 lines with 80 formulas, of which the first, the 40th and the last are wrong."""
    formulas = [rf"${MARK}\bad$" if number in {1, 40, 80} else rf"$x_{{{number}}}$" for number in range(1, 81)]
    pairs = [f"Let {formulas[2 * row]} and {formulas[2 * row + 1]} be," for row in range(20)]
    return "# A\n\n" + "\n".join([*pairs, *(f"and {formula} too," for formula in formulas[40:])]) + "\n"


#: What a table cannot show.
UNSEEN = [
    Case("in-a-long-paragraph", _long_paragraph(), (UNDEFINED,)),
    Case("behind-tabs", "# A\n\n-\tItem\t$x$\t$‸\\bad$\n\n\t$$\n\ta\t+ ‸\\bad\n\t$$\n", (UNDEFINED,)),
    Case("behind-tabs-in-a-quote", "# A\n\n>\tQuote $‸\\bad$\n>\n>\t- item\t$‸\\bad$\n", (UNDEFINED,)),
    Case("behind-tabs-in-display", "# A\n\n$$\n\ta\n\t\t+\t‸\\bad\n$$\n", (UNDEFINED,)),
    Case(
        "in-lines-that-end-as-on-windows",
        "# A\n\nLet $‸\\bad$\n\n$$\na\n‸\\bad\n$$\n\n$$\na + \\left( b‸\n$$\n\nand $a\n= ‸\\bad$\n".replace(
            "\n", "\r\n"
        ),
        (UNDEFINED, UNDEFINED, ("expected '\\right', got 'EOF'", "draws nothing"), UNDEFINED),
    ),
    Case("behind-a-byte-order-mark", "\ufeff# The $‸\\bad$\n\nText $‸\\bad$\n", (UNDEFINED,)),
    Case("behind-a-byte-order-mark-and-a-header", "\ufeff---\ntitle: The $‸\\bad$\n---\n\nText\n", (UNDEFINED,)),
    Case("behind-a-line-separator", "# A\n\nOne\u2028two $‸\\bad$\n\nand $‸\\bad$\n", (UNDEFINED,)),
    Case("behind-a-form-feed", "# A\n\nOne\x0ctwo\n\nand $‸\\bad$\n", (UNDEFINED,)),
    Case("behind-letters-in-two-characters", "# A\n\nCafe\u0301 $\\text{e\u0301} + ‸\\bad$\n", (UNDEFINED,)),
    Case("behind-a-hard-line-break", "# A\n\nOne  \ntwo $‸\\bad$\\\nthree $‸\\bad$\n", (UNDEFINED,)),
    Case("in-a-file-without-a-last-line-end", "# A\n\nText $‸\\bad$", (UNDEFINED,)),
]

#: TeX with a mark, a piece of KaTeX's message, and one of what we say of it.
DISPLAY = [
    (r"a ‸\label{x}", r"undefined control sequence \label", "put the label after the block, $$ ... $$ (name)"),
    (r"‸\eqref{x}", r"undefined control sequence \eqref", "refer to it by {eq}`name`"),
    (r"a ‸\cite{x}", r"undefined control sequence \cite", "put it into the text around the formula"),
    (r"\begin‸{eqnarray}a\end{eqnarray}", "no such environment eqnarray", "use align"),
    (r"\begin‸{multline}a\end{multline}", "no such environment multline", "use gather"),
    (r"\begin‸{subequations}a\end{subequations}", "no such environment subequations", "leave it out"),
    (r"\begin‸{tabular}{l}a\end{tabular}", "no such environment tabular", "use array, or a Markdown table"),
    (r"\begin‸{numcases}a\end{numcases}", "no such environment numcases", "use cases or dcases"),
    (r"\begin‸{vmatrixs}a\end{vmatrixs}", "no such environment vmatrixs", "use bmatrix, pmatrix or vmatrix"),
    (r"\begin‸{tikzcd}a\end{tikzcd}", "no such environment tikzcd", "use CD for a diagram"),
    (r"\begin‸{itemize}a\end{itemize}", "no such environment itemize", "write it as Markdown"),
    (r"x + \begin‸{nonsense}a\end{nonsense}", "no such environment nonsense", "use one that KaTeX has"),
    (r"\begin{cases}a‸\end{matrix}", "mismatch", r"write \end{cases} where \end{matrix} stands"),
    (r"‸a \tag{1} b \tag{2}", r"multiple \tag", r"leave one \tag, or put the rows into align*"),
    (r"‸\newcommand{\R}{r}", r"attempting to redefine \R", r"\R exists already"),
    (r"‸\renewcommand{\zz}{r}", r"\zz does not yet exist", r"use \newcommand"),
    (r"‸\newcommand{ab}{r}", "first argument must be a macro name", "correct the definition"),
    (r"\DeclareMathOperator{‸f}{f}", "first argument must be a control sequence", "correct the definition"),
    (r"x + \long ‸x", "invalid token after macro prefix", "correct the definition"),
    (r"\def‸{a}{b}", "expected a control sequence", "correct the definition"),
    (r"‸\def\a#2{b}", 'argument number "2" out of order', "number the arguments from #1 on"),
    (r"‸\def\a#1{x#2} \a b", "", "number the arguments from #1 on"),
    (r"\def\a(#1){x} \a ‸b", "use of the macro doesn't match", "use the macro as it is defined"),
    (r"a + ‸\SI{3}{m}", r"undefined control sequence \SI", "siunitx is not part of KaTeX"),
    (r"‸\num{3}", r"undefined control sequence \num", r"write 3\,\mathrm{m}"),
    (r"‸\dv{x}{y}", r"undefined control sequence \dv", "the physics package is not part of KaTeX"),
    (r"‸\makebox{a}", r"undefined control sequence \makebox", r"use \text{...} or \boxed{...}"),
    (r"‸\usepackage{a}", r"undefined control sequence \usepackage", "KaTeX has its extensions built in"),
    (r"a ‸\intertext{so} b", r"undefined control sequence \intertext", "begin another after the text"),
    (r"‸\class{a}{b}", r"undefined control sequence \class", "it is of MathJax alone"),
    (r"‸\textsc{a}", r"undefined control sequence \textsc", r"use \text{...}, \textbf{...} or \textit{...}"),
    (r"a ‸\overwithdelims() b", r"undefined control sequence \overwithdelims", r"use \genfrac"),
    (r"a ‸\vspace{1em} b", r"undefined control sequence \vspace", "leave it out"),
    (r"‸\boldmath{a}", r"undefined control sequence \boldmath", r"use \boldsymbol{...}"),
    (r"‸\DeclarePairedDelimiter{\abs}{|}{|}", "undefined control sequence", r"write \left and \right where"),
    (r"a ‸$b$ c", "can't use function '$' in math mode", "leave out the dollars or brackets"),
    (r"‸\( a \)", r"can't use function '\(' in math mode", "leave out the dollars or brackets"),
    (r"‸\[ a \]", r"\[", "leave out the dollars or brackets"),
    (r"\begin{matrix*}[l‸$]a\end{matrix*}", "got '$'", "leave out the dollars or brackets"),
    (r"\text{a $b‸}", "expected '$'", "dollar"),
    ("a ‸& b", "expected 'EOF', got '&'", r"such as \begin{aligned}"),
    (
        r"‸\begin{alignedat}{1}a & b & c & d\end{alignedat}",
        "too many math in a row",
        "as many columns as its rows have",
    ),
    ("a ‸\\", r"unexpected character: '\'", "take away the backslash at the end"),
    ("a ‸# b", "got '#'", r"write \#"),
    ("a ‸}", "expected 'EOF', got '}'", "take away the closing brace"),
    (r"\pmod‸}", "extra }", "take away the closing brace"),
    (r"\begin{aligned} a ‸} \end{aligned}", r"expected & or \\", "take away the closing brace"),
    (r"\text{a‸_b}", "got '_'", r"write \_ within \text"),
    (r"\text{a‸^b}", "got '^'", r"put ^ outside of \text"),
    (r"\frac{a‸", "expected '}'", "write the brace that closes it"),
    ("{a + b‸", "expected '}', got 'EOF'", "write the brace that closes it"),
    (r"\frac{a}‸", "expected '}'", "write the argument that is missing, in braces"),
    (r"x + \mathbb‸", "expected '}'", "write the argument that is missing, in braces"),
    (r"\sqrt[3‸", "expected ']'", "bracket"),
    (r"\left( a‸", r"expected '\right', got 'EOF'", r"\right. draws nothing"),
    (r"\left{ a ‸\right}", r"got '\right'", r"\{"),
    (r"a ‸\right)", r"got '\right'", r"\left. draws nothing"),
    (r"a \middle‸| b", r"\middle without preceding \left", r"write \left before it"),
    (r"a ‸\end{aligned}", r"got '\end'", r"write the \begin that belongs to \end"),
    (r"\begin{aligned} a‸", r"expected & or \\ or \cr or \end", r"write the \end that belongs to \begin"),
    (r"‸a + {b \hline c}", r"\hline valid only within array", r"put it into \begin{array}"),
    (r"\left ‸a b \right)", r"invalid delimiter 'a' after '\left'", "write a delimiter such as ("),
    (r"\bigl ‸x", r"invalid delimiter 'x' after '\bigl'", "write a delimiter such as ("),
    ("x^2‸^3", "double superscript", "put braces around one of the two"),
    ("x_a‸_b", "double subscript", "put braces around one of the two"),
    ("x'^2‸'", "double superscript", "put braces around one of the two"),
    (r"a \over b ‸\over c", "only one infix operator per group", r"or use \frac"),
    (r"x ‸\limits_a", "limit controls must follow a math operator", r"make one by \operatorname*"),
    (r"x^‸\sqrt{2}", r"got function '\sqrt' with no arguments", r"put braces around \sqrt and what belongs to it"),
    (r"x^‸\bmod 2", "with no arguments as superscript", r"put braces around \bmod and what belongs to it"),
    (r"x^‸\notin A", "with no arguments as superscript", r"put braces around \notin and what belongs to it"),
    (r"\text{a ‸\sum b}", r"can't use function '\sum' in text mode", r"put \sum outside of \text"),
    (r"\text{a ‸\alpha b}", r"\alpha", r"put it between dollars within \text"),
    ("x‸^", "expected group after '^'", "write what belongs there, in braces"),
    (r"a + \sqrt‸", r"expected group as argument to '\sqrt'", "write what belongs there, in braces"),
    (r"\rule‸{1}{2em}", "invalid size: '1'", "write a length such as {1em}"),
    (r"a \kern ‸1zz", "invalid unit: 'zz'", "in one of em, ex, mu"),
    (r"\color‸{#12}x", "invalid color: '#12'", "write a name such as red, or #rrggbb"),
    (r"\begin{array}{‸xy}a\end{array}", "unknown column alignment: x", "use l, c, r and |"),
    (r"\begin{matrix*}[‸x]a\end{matrix*}", "expected l or c or r", "use l, c, r and |"),
    (r"‸\begin{subarray}{c}a & b\end{subarray}", "can contain only one column", r"use array, or \substack"),
    (r"\begin{CD} A @>a>> B @‸Z \end{CD}", "after @", "end the arrow as it begins"),
    (r"\begin{CD} A @‸>a B \end{CD}", "missing a > character to complete a CD arrow", "end the arrow as it begins"),
    (r"‸a + \verb|b", r"\verb ended by end of line", r"end \verb with the character that it begins with"),
    (r"‸\textsf{\textbf{\textit{x}}}", "font metrics not found", "leave one of the two styles out"),
    ("a + ‸\ue000", "unexpected character", r"put the character into \text{...}"),
    ("‸a + \U0001d6a4", "unsupported character", r"put the character into \text{...}"),
    (r"‸\def\a{\a}\a", "too many expansions", "a macro seems to call itself"),
    (r"a + \ce{H2O ‸\bad}", r"undefined control sequence \bad", "correct the name"),
    (r"\tag{‸\bad} a", r"undefined control sequence \bad", "correct the name"),
    (r"\mbox{a ‸\bad}", r"undefined control sequence \bad", "or correct its name"),
    (r"a + ‸\href{https://example.org}{x}", r"\href is not allowed in formulas", "put links, images and HTML outside"),
    (r"‸\htmlData{a=b}{x}", r"\htmlData is not allowed in formulas", "put links, images and HTML outside"),
    ("‸" + "{" * 4000, "nested more than 100 levels deep", "divide the formula"),
    ("‸" + "x" * 10_001, "longer than 10,000 bytes", "divide the formula"),
]
INLINE = [
    (r"‸a + \begin{align}a\end{align}", "{align} can be used only in display mode", "put the formula into $$ ... $$"),
    (r"‸a \tag{1}", r"\tag works only in display equations", "put the formula into $$ ... $$"),
    (r"a ‸\label{x}", r"undefined control sequence \label", "put the label after the block"),
    (r"a ‸& b", "got '&'", r"such as \begin{aligned}"),
]


def _hints() -> list[Case]:
    tables = [(DISPLAY, "# A\n\nText\n\n```{{math}}\n{}\n```\n"), (INLINE, "# A\n\nText\nand ${}$ too.\n")]
    rows = [(frame.format(tex), message, hint) for table, frame in tables for tex, message, hint in table]
    return [Case(f"hint-{number:03}", text, ((message, hint),)) for number, (text, message, hint) in enumerate(rows)]


PLACED = [*MARKDOWN, *RESTRUCTUREDTEXT, *UNSEEN]
HINTED = _hints()


@pytest.fixture(scope="module")
def _kept():
    return {}


@pytest.fixture
def told(_kept, request):
    """What the site of all cases warns of, by file; built for the first test that asks."""
    assert "broken" not in _kept, "the site of all cases cannot be built"
    if not _kept:
        _kept["broken"] = []
        files = {"conf.py": SITE_CONF, "index.md": "# Notes\n", "dot.svg": DOT, "templates/page.html": "{{ body }}"}
        for case in [*PLACED, *HINTED]:
            files |= case.files
        built = request.getfixturevalue("build")(files, warnings=None)
        found = defaultdict(list)
        for warning in built.warnings:
            found[warning.partition(":")[0]].append(warning)
        del _kept["broken"]
        _kept.update(found)
    return _kept


def _place(warning):
    return warning.partition(": WARNING: ")[0]


def _assert_told(told, case):
    found = sorted((warning for name in case.marked for warning in told.get(name, ())), key=_place)
    faults = case.faults if len(case.faults) > 1 else case.faults * len(case.places)
    expected = sorted(zip(case.places, faults, strict=True))
    assert [_place(warning) for warning in found] == [place for place, _ in expected], found
    for warning, (_, (message, hint)) in zip(found, expected, strict=True):
        assert ": WARNING: KaTeX: " in warning
        assert warning.endswith(" [byline.math]")
        said, outcome, mend = warning.partition("; the page shows the TeX; ")
        assert message in said + outcome
        assert hint in mend


@pytest.mark.parametrize("case", PLACED, ids=lambda case: case.name)
def test_a_fault_is_told_at_its_line_and_column(told, case):
    _assert_told(told, case)


@pytest.mark.parametrize("case", HINTED, ids=[row[0].replace(MARK, "")[:40] for row in (*DISPLAY, *INLINE)])
def test_what_often_goes_wrong_comes_with_how_to_mend_it(told, case):
    _assert_told(told, case)


def test_nothing_else_is_told(told):
    assert {name for case in (*PLACED, *HINTED) for name in case.marked} >= told.keys()


# --- builds ----------------------------------------------------------------------------------------------------------

CONF = """\
project = "Notes"
extensions = ["myst_parser", "sphinx_byline.math"]
html_theme = "basic"
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
myst_dmath_double_inline = True
"""


@pytest.fixture
def site(build):
    def build_site(text, warnings, **options):
        files = {"conf.py": CONF, "index.md": text, **options.pop("files", {})}
        return build(files, warnings=warnings, **options)

    return build_site


def test_the_warning_names_place_fault_piece_outcome_and_remedy(site):
    built = site(
        "---\norphan: true\n---\n\n# A\n\nBefore\nand $x$ or\n$\\foo + 1$ end, [see $\\foo$](https://example.org/).\n",
        [
            (
                r'index.md:9:2: WARNING: KaTeX: undefined control sequence \foo in "\foo + 1"; the page shows the TeX; '
                'correct the name, or define it: "math" in the header for this page, byline_math_macros for the site '
                "[byline.math]"
            ),
            r'index.md:9:23: WARNING: KaTeX: undefined control sequence \foo in "\foo"; ',
        ],
    )
    html = built.html("index")
    assert (
        r'<span class="byline-math-error" tabindex="0"><code>\foo + 1</code><span class="byline-math-fault"> '
        r"KaTeX: undefined control sequence \foo in &#34;\foo + 1&#34;; the page shows the TeX; correct the name, "
    ) in html
    # The keyboard stops at the link, and at nothing within it.
    assert r'<code class="byline-math-error" title="KaTeX: undefined control sequence \foo in &#34;\foo&#34;; ' in html
    assert r">\foo</code>" in html


def test_a_table_of_contents_shows_the_fault_where_no_keyboard_stops(site):
    built = site("# A\n\n```{contents}\n```\n\n## On $\\bad$\n", ["index.md:6:8: "])
    heading, _, rest = built.html("index").partition("<h2>")
    assert r'<code class="byline-math-error" title="KaTeX: ' in heading
    assert 'tabindex="0"' not in heading
    assert '<span class="byline-math-error" tabindex="0"><code>' in rest.partition("</h2>")[0]


def test_tex_in_a_message_cannot_become_markup(site):
    built = site('# A\n\n$\\bad"><script>alert(1)</script>$\n', [r"index.md:3:2: "])
    assert "<script>alert" not in built.html("index")


def test_chinese_outside_of_text_is_no_warning_but_told_once(site):
    built = site("# A\n\n$速度 = v$ and $时间，$\n", [])
    said = [line for line in built.app.status.getvalue().splitlines() if "unicodeTextInMathMode" in line]
    assert said == ["index: typeset, though LaTeX would not take it: unicodeTextInMathMode (5)"]


def test_chinese_outside_of_text_is_a_fault_where_the_site_is_strict(site):
    site(
        "# A\n\n$v + 速$\n",
        ["index.md:3:6: WARNING: KaTeX: laTeX-incompatible input and strict mode is set to 'error'"],
        confoverrides={"katex_options": "strict: true"},
    )


def test_what_can_be_done_for_the_author_is_no_fault(site):
    site("# A\n\n$\\mbox{a}$ $\\require{a} x$ $\\DeclareMathOperator{\\f}{f} \\f x$ $\\ensuremath{x}$\n", [])


def test_chemistry_without_its_extension_says_how_to_install_it(site, monkeypatch):
    without = dataclasses.replace(installed(), folder_version="")
    monkeypatch.setattr("sphinx_byline.math.room.installed", lambda: without)
    built = site("# A\n\n$x + \\ce{H2O}$\n", [r"index.md:3:6: WARNING: KaTeX: undefined control sequence \ce in "])
    assert "mhchem is missing here" in built.warnings[0]


SEVERAL_PAGES = {
    "one.md": "# On $\\bad$\n\n## And\n\n```{include} part.txt\n```\n",
    "two.md": "# Two\n\nSee {doc}`one`.\n\n```{include} part.txt\n```\n",
    "part.txt": "It is $x^2^3$.\n",
}


@pytest.mark.parametrize(
    ("builder", "parallel"), [("html", 0), ("html", 2), ("dirhtml", 0), ("singlehtml", 0), ("epub", 0), ("json", 0)]
)
def test_a_fault_is_told_once_though_many_pages_show_it(site, builder, parallel):
    toctree = "# Start\n\n```{toctree}\none\ntwo\n```\n"
    options = {"epub_copyright": "2026", "version": "1", "epub_show_urls": "no"} if builder == "epub" else {}
    site(
        toctree,
        [r"one.md:1:7: WARNING: KaTeX: undefined control sequence \bad", "part.txt:1:11: WARNING: KaTeX: double sup"],
        files=SEVERAL_PAGES,
        builder=builder,
        parallel=parallel,
        confoverrides=options,
    )


def test_a_cached_fault_is_told_by_every_build_that_writes_its_page(site):
    built = site("# A\n\nIt is $a + \\bad$\n", ["index.md:3:12: "], files={"other.md": "---\norphan: true\n---\n# B\n"})
    built = built.edit({"index.md": "# A\n\nIt is $a + \\bad$\n\nMore.\n"}).rebuild(warnings=["index.md:3:12: "])
    built = built.edit({"other.md": "---\norphan: true\n---\n# C\n"}).rebuild(warnings=[])
    built.edit({"index.md": "# A\n\nNow\nit really is $a + \\bad$\n"}).rebuild(warnings=["index.md:4:19: "])


def test_a_fault_can_be_silenced(site):
    site("# A\n\n$\\bad$\n", [], confoverrides={"suppress_warnings": ["byline.math"]})


@pytest.mark.parametrize("switches", [["-W"], ["-W", "--exception-on-warning"]], ids=" ".join)
def test_a_fault_fails_a_build_that_takes_warnings_for_errors(tmp_path, capsys, monkeypatch, switches):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # Where Sphinx leaves a traceback.
    tmp_path.joinpath("conf.py").write_text(CONF, encoding="utf-8")
    tmp_path.joinpath("index.md").write_text("# A\n\n$\\bad$\n", encoding="utf-8")
    arguments = ["-q", "-N", str(tmp_path), str(tmp_path / "_build")]
    assert build_main([*switches, *arguments]) != 0
    assert "index.md:3:2:" in capsys.readouterr().err
    assert build_main(["-E", *arguments]) == 0
