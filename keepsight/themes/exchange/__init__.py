"""Codebooks and coded documents to and from other programs for qualitative work, by the REFI-QDA standard (.qdc, .qdpx).

    write_codebook(project)    the codes alone, as .qdc
    write_project(project)     codes, readers, documents and codings, as .qdpx
    read_codebook(bytes)       and back
    read_project(bytes)        and back, with what did not fit said and never shifted

Lost on the way, because the standard has no place for it: suggestions, what was withdrawn, code versions, prevalence.
"""

from keepsight.themes.exchange.project import Code, Coding, Project, Reader, Selection, Source, made_id
from keepsight.themes.exchange.reading import Misfit, ReadProject, read_codebook, read_project
from keepsight.themes.exchange.writing import write_codebook, write_project

__all__ = [
    "Code",
    "Coding",
    "Misfit",
    "Project",
    "ReadProject",
    "Reader",
    "Selection",
    "Source",
    "made_id",
    "read_codebook",
    "read_project",
    "write_codebook",
    "write_project",
]
