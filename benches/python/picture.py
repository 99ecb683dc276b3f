"""Draws the comparison that `peers.py` measured, and writes its table into the README."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

from peers import RESULTS

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "pictures" / "peers.svg"
README = ROOT / "README.md"
BEGIN = "<!-- peers: written by `benches/python/picture.py` -->\n"
END = "<!-- end of peers -->"

Result = dict[str, float]
# Title, key of the figure, how it is written, and whether it is a share, whose bars are not
# logarithmic.
COLUMNS: list[tuple[str, str, Callable[[float], str], bool]] = [
    ("record of 200 bytes, µs", "record_us", lambda value: f"{value:,.1f}", False),
    ("source code, MB/s", "text_mb_s", lambda value: f"{value:,.{2 if value < 10 else 0}f}", False),
    ("start to first finding, ms", "start_ms", lambda value: f"{value:,.0f}", False),
    ("installed, MB", "size_mb", lambda value: f"{value:,.1f}", False),
    ("found of others' tests, %", "found", lambda value: f"{value:.0f}", True),
    ("flagged of negatives, %", "false", lambda value: f"{value:.0f}", True),
]
STYLE = (
    "text{font:12px sans-serif;fill:#24292f}.title{fill:#57606a}.ours{fill:#1f6feb}"
    ".peer{fill:#8b949e}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.title{fill:#9da7b3}}"
)


def label(result: dict[str, object]) -> str:
    """Name and language."""
    return f"{result['name']} ({result['language']})"


def svg(results: list[dict[str, object]]) -> str:
    """A row a tool, a column a figure."""
    left, width, row = 215, 160, 24
    parts: list[str] = []
    for number, result in enumerate(results):
        y = 44 + number * row
        parts.append(f'<text x="{left - 12}" y="{y + 11}" text-anchor="end">{label(result)}</text>')
    for column, (title, key, write, is_share) in enumerate(COLUMNS):
        x = left + column * width
        parts.append(f'<text class="title" x="{x}" y="28">{title}</text>')
        values = [float(result[key]) for result in results if key in result]  # type: ignore[arg-type]
        least, most = min(values, default=1.0), max(values, default=1.0)
        for number, result in enumerate(results):
            if key not in result:
                continue
            value, y = float(result[key]), 44 + number * row  # type: ignore[arg-type]
            if is_share:
                share = value / 100
            else:
                # A decade is as long as any other; the least is still to be seen.
                share = (math.log10(value / least) + 0.15) / (math.log10(most / least) + 0.15)
            kind = "ours" if result["name"] == "keysieve" else "peer"
            end = 4 + share * (width - 70)
            parts.append(
                f'<rect class="{kind}" x="{x}" y="{y}" width="{end:.1f}" height="14" rx="2"/>'
                f'<text x="{x + end + 5:.1f}" y="{y + 11}">{write(value)}</text>'
            )
    size = f'width="{left + width * len(COLUMNS)}" height="{52 + row * len(results)}"'
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" '
        'aria-label="keysieve beside other scanners; bars are logarithmic but for the shares">'
        f"<style>{STYLE}</style>\n{body}\n</svg>\n"
    )


def table(results: list[dict[str, object]]) -> str:
    """The same for reading."""
    titles = [title for title, *_ in COLUMNS]
    rows = [["", *titles], ["---", *["--:"] * len(titles)]]
    for result in results:
        figures = [
            write(float(result[key])) if key in result else ""  # type: ignore[arg-type]
            for _, key, write, _ in COLUMNS
        ]
        rows.append([f"{result['name']} {result['version']}, {result['language']}", *figures])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> None:
    """Writes both."""
    results = json.loads(RESULTS.read_text())
    PICTURE.write_text(svg(results))
    readme = README.read_text()
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    README.write_text(before + BEGIN + table(results) + END + after)


if __name__ == "__main__":
    main()
