"""Where pictures lie: Django's storage in files, with the few system calls that a private file under an id needs."""

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class PictureStorage(FileSystemStorage):
    """A name is an id and never taken, so nothing looks for another, locks the new file or sets its mode again."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        try:
            file = path.open("xb")
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("xb")
        with file:
            for chunk in content.chunks():
                file.write(chunk)
        return name
