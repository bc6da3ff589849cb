"""Streams that unpack gzip and xz within limits."""

from __future__ import annotations

import io
import lzma
from typing import Any

from qa.articles.readers.limits import Limits, check_ratio


class Guarded(io.RawIOBase):
    """A stream of unpacked bytes that refuses to be a bomb.

    Args:
        stream: the unpacked bytes.
        packed: the packed ones that they come from; its position tells how many were needed.
        where: the file, for messages.
    """

    def __init__(self, stream: Any, packed: Any, where: str, limits: Limits) -> None:
        self._stream, self._packed, self._where, self._limits = stream, packed, where, limits
        self._size = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next unpacked bytes.

        Raises:
            ArticleFileError: they are too many for what was packed.
        """
        # What is there before damage is given before the damage is.
        data = self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        self._size += len(data)
        check_ratio(self._size, self._packed.tell(), self._where, self._limits)
        return len(data)


class XzStream:
    """Unpacked bytes of an xz file whose decoder may hold so much memory and no more.

    ``lzma.LZMAFile`` takes no memory limit.
    """

    def __init__(self, packed: io.BufferedReader[Any], memory: int) -> None:
        self._packed, self._memory = packed, memory
        self._decoder: lzma.LZMADecompressor | None = None

    def read1(self, size: int) -> bytes:
        """Up to ``size`` bytes, b"" at the end.

        Raises:
            EOFError: the file ends too early.
            lzma.LZMAError: it is damaged, or asks for more memory.
        """
        while True:
            if self._decoder is None or self._decoder.eof:
                rest = self._decoder.unused_data if self._decoder else b""
                rest = (rest or self._packed.read1(io.DEFAULT_BUFFER_SIZE)).lstrip(b"\0")
                if not rest:
                    if self._packed.peek(1):
                        continue
                    if self._decoder is None:
                        raise EOFError
                    return b""
                self._decoder = lzma.LZMADecompressor(memlimit=self._memory)
                data = self._decoder.decompress(rest, size)
            elif self._decoder.needs_input:
                more = self._packed.read1(io.DEFAULT_BUFFER_SIZE)
                if not more:
                    raise EOFError
                data = self._decoder.decompress(more, size)
            else:
                data = self._decoder.decompress(b"", size)
            if data:
                return data
