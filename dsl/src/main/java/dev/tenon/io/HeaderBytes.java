package dev.tenon.io;

import java.lang.foreign.MemorySegment;

/** The bytes of a safetensors header, read piece by piece; and how much of the heap may be taken for what is kept of them. */
final class HeaderBytes {
    private static final int PIECE = 1 << 14;
    /** A header may be as long as 100 MB, and be nothing but names: what is kept must leave the heap to others. */
    private static final int SHARE_OF_HEAP = 8;

    private final OpenFile file;
    private final Origin origin;
    private final long end;
    private final byte[] piece = new byte[PIECE];
    private final long mostKept = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    private long kept;
    private long read;
    private int at;
    private int filled;

    /** The bytes {@code [start, end)} of a file. */
    HeaderBytes(OpenFile file, Origin origin, long start, long end) {
        this.file = file;
        this.origin = origin;
        this.read = start;
        this.end = end;
    }

    /** Place of the next byte in the file. */
    long position() {
        return read - filled + at;
    }

    /** The next byte, or -1 at the end. */
    int peek() {
        if (at == filled && !fill()) {
            return -1;
        }
        return piece[at] & 0xFF;
    }

    /** Passes over the byte that {@link #peek} answered. */
    void skip() {
        at++;
    }

    private boolean fill() {
        filled = (int) Math.min(PIECE, end - read);
        at = 0;
        file.read(read, MemorySegment.ofArray(piece).asSlice(0, filled));
        read += filled;
        return filled > 0;
    }

    /** Counts what is to be kept on the heap. */
    void keep(long bytes) {
        kept += bytes;
        requireRoom(0);
    }

    /** Checks that so much more may be taken for a while. */
    void requireRoom(long bytes) {
        if (kept + bytes > mostKept) {
            throw origin.wrong(position(), "the header is too large for this Java heap\n  try:   java -Xmx with more than "
                + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                "at most " + mostKept + " bytes of names and texts, an eighth of the heap", "more");
        }
    }
}
