package dev.tenon.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How long the list of a zip archive's entries is. Java reads it whole and makes objects of it, so it is looked at first.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">the format</a>
 */
final class ZipDirectory {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int END = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int LOCATOR = 0x07064B50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LARGE_END = 0x06064B50;
    private static final int LARGE_END_BYTES = 56;
    private static final long ELSEWHERE = 0xFFFFFFFFL;
    /** An entry takes at least 46 bytes there, and with its tensor some 1,100 on the heap. */
    private static final long TIMES_ON_HEAP = 24;
    private static final long SHARE_OF_HEAP = 8;

    private ZipDirectory() {}

    /** Checks that the entries' list leaves most of the heap to others. */
    static void requireModest(Path file) {
        try (var open = OpenFile.of("npz", file)) {
            if (open.size() == 0) {
                throw new FileFormatException("npz", file, 0, "the file is empty", "a zip archive", "0 bytes");
            }
            long bytes = bytes(open);
            long most = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / TIMES_ON_HEAP;
            if (bytes > most) {
                throw new FileFormatException("npz", file, 0,
                    "the list of entries is too long for this Java heap\n  try:   java -Xmx with more"
                        + " than " + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                    "at most " + most + " bytes", bytes + " bytes");
            }
        }
    }

    /** How many bytes the list takes; 0 where its end is not found, which whoever opens the archive reports. */
    private static long bytes(OpenFile file) {
        long tailStart = Math.max(0, file.size() - END_BYTES - LONGEST_COMMENT - LOCATOR_BYTES);
        var tail = MemorySegment.ofArray(new byte[(int) (file.size() - tailStart)]);
        file.read(tailStart, tail);
        for (long at = tail.byteSize() - END_BYTES; at >= 0; at--) {
            if (tail.get(INT, at) == END) {
                long bytes = tail.get(INT, at + 12) & ELSEWHERE;
                var large = bytes == ELSEWHERE && at >= LOCATOR_BYTES ? large(file, tail.asSlice(at - LOCATOR_BYTES, LOCATOR_BYTES)) : null;
                return large == null ? bytes : large;
            }
        }
        return 0;
    }

    private static @Nullable Long large(OpenFile file, MemorySegment locator) {
        long at = locator.get(LONG, 8);
        if (locator.get(INT, 0) != LOCATOR || at < 0 || at > file.size() - LARGE_END_BYTES) {
            return null;
        }
        var end = MemorySegment.ofArray(new byte[LARGE_END_BYTES]);
        file.read(at, end);
        return end.get(INT, 0) == LARGE_END ? Long.valueOf(Math.max(0, end.get(LONG, 40))) : null;
    }
}
