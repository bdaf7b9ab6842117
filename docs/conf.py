"""How the documentation is built: `python dev.py docs`, which is `sphinx-build -W docs build/docs`.

Sphinx, and not Material for MkDocs: MkDocs 1 is unmaintained, the upkeep of Material ended in November 2026, and its
successor Zensical stands at 0.0.x. Sphinx, MyST and Furo are kept up, and what they write opens from a folder on a disk
(search as well) without a server and without the network, which is how an office gets it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.search import SearchLanguage, languages

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
try:
    import toolkit
except ImportError:  # a checkout without the wheel
    sys.path.insert(1, str(HERE.parent))
    import toolkit

import generate  # noqa: E402 - it stands beside this file

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "高校群组备案工具"
html_title = project
author = copyright = "reconcile-toolkit"  # noqa: A001 - the name Sphinx reads
release = version = toolkit.__version__
language = "zh_CN"

extensions = ["myst_parser"]
exclude_patterns = ["parts/**", "locale/**"]
myst_enable_extensions = ["attrs_block", "colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["misc.highlighting_failure"]  # a shell session with Chinese output is no Python, and need not be
highlight_language = "text"

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_show_sphinx = False
html_copy_source = False
html_show_copyright = False
locale_dirs = ["locale"]
_FONTS = (
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, -apple-system, sans-serif'
)
_MONO = '"Cascadia Mono", Consolas, Menlo, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace'
html_theme_options = {
    "light_css_variables": {"font-stack": _FONTS, "font-stack--monospace": _MONO, "color-brand-primary": "#9b2423",
                            "color-brand-content": "#8a1f1e"},
    "dark_css_variables": {"color-brand-primary": "#f0a6a0", "color-brand-content": "#f0a6a0"},
}  # fmt: skip


_WIDE = "[\u2014\u2018-\u201d\u3000-\u9fff\uff00-\uffef]"
_LINE_END = re.compile(f"(?<={_WIDE})\n(?={_WIDE})")

_LOADS = re.compile(
    r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"(?:https?:)?//[^>]*>|url\([\"']?(?:https?:)?//[^)]*\)"
)


class Chinese(SearchLanguage):
    """Search by pairs of characters: 备案编号 is 备案, 案编, 编号. The page splits a query the same way.

    Sphinx's own Chinese search splits pages into dictionary words (jieba) and a query not at all: a query of two words
    finds nothing.
    """

    lang = "zh"
    language_name = "Chinese"
    stopwords: ClassVar[set[str]] = set()
    js_stemmer_code = "var Stemmer = function () { this.stemWord = function (word) { return word; }; };"
    js_splitter_code = """
function splitQuery(query) {
  const words = [];
  for (const run of query.toLowerCase().match(/[\\u3400-\\u9fff]+|[a-z0-9_]+/g) || []) {
    if (/[a-z0-9_]/.test(run) || run.length < 3) words.push(run);
    else for (let at = 0; at + 2 <= run.length; at++) words.push(run.slice(at, at + 2));
  }
  // A pair that stands nowhere (备案编号沿用: 号沿) is where two words meet; it must not hide what the others find.
  const index = typeof Search === "undefined" || !Search._index ? null : Search._index;
  const known = words.filter((word) => !index || word in index.terms || word in index.titleterms);
  return known.length ? known : words;
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 - the name of the overridden parameter
        """Return Latin words whole, and of each run of Chinese its characters and their pairs."""
        return split_chinese(input)

    def stem(self, stemming_word: str) -> str:
        """Return the word in lower case: Chinese has no endings."""
        return stemming_word.lower()

    def word_filter(self, stemmed_word: str) -> bool:
        """Keep every word."""
        return bool(stemmed_word)


def split_chinese(text: str) -> list[str]:
    """Return what a page is found by: Latin words, Chinese characters and pairs of them."""
    found: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff]+|[a-z0-9_]+", text.lower()):
        if run[0].isascii():
            found.append(run)
            continue
        found += run
        found += (run[at : at + 2] for at in range(len(run) - 1))
    return found


languages["zh"] = Chinese
html_search_language = "zh"


def join_lines(_app: Sphinx, doctree: nodes.document) -> None:
    """Drop the line ends of the source between Chinese characters: a browser would show each as a space."""
    for text in list(doctree.findall(nodes.Text)):
        if "\n" not in text or isinstance(text.parent, nodes.literal_block | nodes.literal | nodes.raw):
            continue
        beside = text.parent.children
        place = beside.index(text)
        before = beside[place - 1].astext()[-1:] if place else ""
        after = beside[place + 1].astext()[:1] if place + 1 < len(beside) else ""
        joined = _LINE_END.sub("", before + str(text) + after)
        text.parent.replace(text, nodes.Text(joined[len(before) : len(joined) - len(after)]))


def stay_offline(app: Sphinx, failure: Exception | None) -> None:
    """Fail the build when a page or a style sheet would load something from the network.

    Raises:
        ExtensionError: one would; the text names it.
    """
    if failure is not None:
        return
    for path in sorted(Path(app.outdir).rglob("*")):
        if path.suffix in {".html", ".css"} and (found := _LOADS.search(path.read_text(encoding="utf-8"))):
            raise ExtensionError(f"{path.name} loads from the network: {found[0]}")


def setup(app: Sphinx) -> None:
    """Write the reference from the code before the pages are read, join the lines of Chinese, stay offline."""
    app.connect("build-finished", stay_offline)
    app.connect("config-inited", lambda _app, _config: generate.write(HERE / "reference"))
    app.connect("doctree-read", join_lines)
