"""Writes a .tgz that no archiver would: FILE PARTS [KIND NAME [TARGET]]...

PARTS is a folder with sum.cc and sum.h, which go in first. KIND is file, link,
hard, char or pipe; NAME may hold escapes such as \\n.
"""

import io
import sys
import tarfile

_KINDS = {
    "file": tarfile.REGTYPE,
    "link": tarfile.SYMTYPE,
    "hard": tarfile.LNKTYPE,
    "char": tarfile.CHRTYPE,
    "pipe": tarfile.FIFOTYPE,
}


def main():
    path, parts = sys.argv[1:3]
    with tarfile.open(path, "w:gz") as archive:
        for name in ("sum.cc", "sum.h"):
            archive.add(f"{parts}/{name}", name)
        for entry in sys.argv[3:]:
            kind, name, *target = entry.split("|")
            info = tarfile.TarInfo(name.encode().decode("unicode_escape"))
            info.type = _KINDS[kind]
            info.linkname = target[0] if target else ""
            contents = b"hello\n" if kind == "file" else b""
            info.size = len(contents)
            archive.addfile(info, io.BytesIO(contents))


if __name__ == "__main__":
    main()
