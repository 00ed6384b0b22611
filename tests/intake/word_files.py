"""Word documents written part by part, so that each holds the one odd thing that a test is about."""

import io
import zipfile
from collections.abc import Sequence

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def run(text: str, look: str = "") -> str:
    """A run of words, with its look where it has one."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    """A paragraph: markup as it stands, bare words as a run."""
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in inside)}</w:p>"


def cell(inside: str = "", *, span: int = 1, merge: str = "", about: str = "") -> str:
    """A cell: words, or markup as it stands. `merge`: restart or continue, down the page."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>" if merge else ""
    content = inside if inside.startswith(("<w:p", "<w:sdt", "<w:tbl", "<mc")) else paragraph(inside)
    return f"<w:tc><w:tcPr>{spans}{merged}{about}</w:tcPr>{content}</w:tc>"


def row(*cells: str, about: str = "") -> str:
    """A row of cells: markup of a cell (or a control round one) as it stands, anything else as the words of one."""
    made = "".join(one if one.startswith(("<w:tc", "<w:sdt><!--cell-->")) else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{made}</w:tr>"


def table(*rows: str, strips: Sequence[int] = (1500, 5000, 2500)) -> str:
    """A table of rows over a grid of strips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in strips)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def control(content: str, about: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def document(
    *blocks: str,
    space: str = TRANSITIONAL,
    main: str = "word/document.xml",
    content: str = CONTENT,
    before: str = "",
    relations: str = "",
    parts: dict[str, str] | None = None,
) -> bytes:
    """A .docx: the blocks of its page, its relations and any further parts (`@` in them is Word's namespace)."""
    made = io.BytesIO()
    body = f'{before}<w:document xmlns:w="{space}" {SPACES}><w:body>{"".join(blocks)}<w:sectPr/></w:body></w:document>'
    name = main.rpartition("/")[2]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/{main}" ContentType="{content}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
            f'Target="{main}"/></Relationships>',
        )
        archive.writestr(main, body)
        archive.writestr(
            f"word/_rels/{name}.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        )
        for part, words in (parts or {}).items():
            archive.writestr(part, words.replace("@", f'xmlns:w="{space}"'))
    return made.getvalue()


def relation(kind: str, target: str, *, external: bool = False) -> str:
    """A relation of the document to a part, or to something kept elsewhere."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{abs(hash(target))}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'
