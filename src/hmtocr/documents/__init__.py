"""The documents: one file each, and the table of all their faces."""

from hmtocr.documents import hk_id, hmt_permit, mo_id
from hmtocr.documents.spec import Face, FieldSpec

FACES: tuple[Face, ...] = (*hk_id.FACES, *mo_id.FACES, *hmt_permit.FACES)
DOCUMENTS: tuple[str, ...] = tuple(dict.fromkeys(face.document for face in FACES))


def face_of(document: str, design: str, side: str) -> Face:
    """The face with that document, design and side."""
    return next(f for f in FACES if (f.document, f.design, f.side) == (document, design, side))


__all__ = ["DOCUMENTS", "FACES", "Face", "FieldSpec", "face_of"]
