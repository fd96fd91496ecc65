"""The fonts of static figures: what our maps need of Noto Sans, from the packages that carry it.

The packages of `SOURCES` are fetched beforehand, with ``npm pack NAME@VERSION``, into one folder. The same packages
and the same texts give the same bytes.
"""

import tarfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

SOURCES = {
    "TC": ("expo-google-fonts-noto-sans-tc-0.4.3.tgz", "pkg:npm/%40expo-google-fonts/noto-sans-tc@0.4.3"),
    "JP": ("expo-google-fonts-noto-sans-jp-0.4.3.tgz", "pkg:npm/%40expo-google-fonts/noto-sans-jp@0.4.3"),
    "SC": ("expo-google-fonts-noto-sans-sc-0.4.3.tgz", "pkg:npm/%40expo-google-fonts/noto-sans-sc@0.4.3"),
    "KR": ("expo-google-fonts-noto-sans-kr-0.4.3.tgz", "pkg:npm/%40expo-google-fonts/noto-sans-kr@0.4.3"),
}
"""The package of each script: its file, and its name as a purl."""

UPSTREAM = {
    "TC-Regular": "add35d53f70727657b4509531677c4e3712b67df3d54661efdee5d3a0c16d954",
    "TC-SemiBold": "d9c057a815450fe54fd8c50b3bcf6b6314d7082145199a8c736ed414cad3db51",
    "JP-Regular": "d930d5d52d15231c283089760f84584272ad5e37e14607ba0d19c798e7a9caec",
    "SC-Regular": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    "KR-Regular": "8cbc9b353bb9ce848fd69bb6a507319dfacc659cf5fd643db5d88f3c4970e1dd",
    "JP-SemiBold": "c1d1baeebf7d702d84a02166d1449ac718c171a18d9fc89b21a7cd729eb454d3",
}
"""SHA-256 of each font as it comes."""

WEIGHTS = {"Regular": "400Regular", "SemiBold": "600SemiBold"}

SIGNS = (
    *((0x20, 0x7F), (0xA0, 0x180), (0x370, 0x400), (0x1E00, 0x1F00), (0x2010, 0x2040), (0x2070, 0x20D0)),
    *((0x2100, 0x2150), (0x2190, 0x2200), (0x2200, 0x2280), (0x2460, 0x2474), (0x25A0, 0x2600)),
    *((0x3000, 0x3100), (0xFF00, 0xFFF0)),
)
"""Latin, Greek, punctuation, arrows, figures in circles, kana and wide forms: ranges of Unicode, the end left out."""

HEADS = {"TC": range(0xA4, 0xC7), "JP": range(0xB0, 0xD0), "SC": range(0xB0, 0xD8), "KR": range(0)}
"""First bytes of the characters in daily use: level 1 of Big5, of JIS X 0208 as EUC-JP writes it, and of GB 2312."""

CODINGS = {"TC": "big5", "JP": "euc_jp", "SC": "gb2312", "KR": "euc_kr"}

MAIN = ("TC", "JP")
"""What figures are set in; the others have what these lack, in one weight: names in sources, and aliases."""

_ROOT = Path(__file__).resolve().parent.parent

WORDS = tuple(_ROOT / name for name in ("maps/text.py", "maps/figures/words.py", "maps/figures/sheet.py"))
"""Modules with words that figures are lettered with."""

DATE = 3_400_000_000
"""Seconds since 1904, the date written into every font: one that says nothing of when it was built."""


def build(packages: Path, data: Path) -> list[str]:
    """Write the fonts into `data/fonts`; what there is to report, a line each.

    Parameters
    ----------
    packages
        The folder with the files of `SOURCES`.
    data
        The folder of the data: beside level 1, fonts have the characters of its texts, bold ones those alone.

    Raises
    ------
    OSError
        A package is not there.
    ValueError
        A font is not the one that this was written for.
    """
    used = characters([data, *WORDS])
    known: set[str] = set()
    lines = []
    for script, (name, _) in SOURCES.items():
        with tarfile.open(packages / name) as package:
            for weight, folder in WEIGHTS.items():
                key = f"{script}-{weight}"
                if key not in UPSTREAM:
                    continue
                font = _read(package, f"package/{folder}/NotoSans{script}_{folder}.ttf", UPSTREAM[key])
                wanted = used | (daily(script) if weight == "Regular" else set())
                wanted = wanted | signs() if script in MAIN else wanted - known
                lines.append(_write(font, wanted, script, weight, data / "fonts" / f"RimlandSans{key}.ttf"))
                known |= set(map(chr, font.getBestCmap()))
            licence = package.extractfile("package/LICENSE_FONT")
            if licence is not None:
                words = [line.rstrip() for line in licence.read().decode("utf-8").rstrip().splitlines()]
                (data / "fonts" / "OFL.txt").write_text("\n".join(words) + "\n", encoding="utf-8", newline="\n")
    return lines


def characters(paths: Sequence[Path]) -> set[str]:
    """Every character beyond ASCII in text files, and in those of folders.

    Examples
    --------
    >>> characters([])
    set()
    """
    suffixes = {".toml", ".csv", ".geojson", ".json"}
    within = (path for folder in paths for path in (folder.rglob("*") if folder.is_dir() else [folder]))
    files = (path for path in within if path.suffix in suffixes or path in paths)
    return {sign for path in files for sign in path.read_text(encoding="utf-8") if sign > "~" and sign.isprintable()}


def signs() -> set[str]:
    """What is no ideograph and is always there."""
    return {chr(code) for start, end in SIGNS for code in range(start, end)}


def daily(script: str) -> set[str]:
    """The ideographs in daily use.

    Examples
    --------
    >>> len(daily("TC")), len(daily("JP"))
    (5401, 2965)
    """
    return set(_decoded(CODINGS[script], product(HEADS[script], range(0x40, 0xFF))))


def _decoded(coding: str, pairs: Iterable[tuple[int, int]]) -> Iterator[str]:
    for pair in pairs:
        try:
            sign = bytes(pair).decode(coding)
        except UnicodeDecodeError:
            continue
        if len(sign) == 1 and "\u4e00" <= sign <= "\u9fff":
            yield sign


def _read(package: tarfile.TarFile, name: str, digest: str) -> "TTFont":
    from fontTools.ttLib import TTFont

    file = package.extractfile(name)
    content = file.read() if file is not None else b""
    found = sha256(content).hexdigest()
    if found != digest:
        raise ValueError(f"{name}: SHA-256 {found}, expected {digest}. Fetch the package again.")
    return TTFont(BytesIO(content), recalcTimestamp=False)


def _write(font: "TTFont", wanted: set[str], script: str, weight: str, path: Path) -> str:
    from fontTools import subset

    options = subset.Options(hinting=False, layout_features=["kern"], notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "gasp", "GSUB"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(sign) for sign in wanted])
    subsetter.subset(font)
    _rename(font, script, weight)
    font["head"].created = font["head"].modified = DATE
    path.parent.mkdir(exist_ok=True)
    font.save(path)
    count, digest = len(font.getBestCmap()), sha256(path.read_bytes()).hexdigest()
    return f"{path.name}: {count} characters, {path.stat().st_size} bytes, SHA-256 {digest}"


def _rename(font: "TTFont", script: str, weight: str) -> None:
    """A name of its own: beside the whole font on somebody's machine the right one of the two is found."""
    family = f"Rimland Sans {script}"
    names = {1: family, 2: weight, 4: f"{family} {weight}", 6: f"RimlandSans{script}-{weight}"}
    names[10] = f"A subset of Noto Sans {script} {weight}, {SOURCES[script][1]}."
    for number in (3, 16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    for number, text in names.items():
        font["name"].removeNames(nameID=number)
        font["name"].setName(text, number, 3, 1, 0x409)
