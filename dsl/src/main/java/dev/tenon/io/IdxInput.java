package dev.tenon.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The uncompressed bytes of an IDX file; counts them, so that errors can say where. */
final class IdxInput implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final boolean gzip;
    private final long fileBytes;
    private long offset;

    private IdxInput(Path file, InputStream in, boolean gzip, long fileBytes) {
        this.file = file;
        this.in = in;
        this.gzip = gzip;
        this.fileBytes = fileBytes;
    }

    static IdxInput open(Path file) throws IOException {
        long size = OpenFile.attributes(file).size();
        if (size == 0) {
            throw new FileFormatException("idx", file, 0, "the file is empty", "an IDX file", "0 bytes");
        }
        var in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
            in.reset();
            return new IdxInput(file, gzip ? new GZIPInputStream(in, BUFFER) : in, gzip, size);
        } catch (EOFException | ZipException e) {
            in.close();
            throw new FileFormatException("idx", file, 0, "the gzip header is broken", "a gzip header", e.getMessage());
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    boolean isGzip() {
        return gzip;
    }

    /** The length of the file as it is on disk. */
    long fileBytes() {
        return fileBytes;
    }

    /** Reads exactly {@code n} bytes into the start of {@code into}. */
    void readWhole(byte[] into, int n, String what) throws IOException {
        int got;
        try {
            got = in.readNBytes(into, 0, n);
        } catch (EOFException e) {
            got = 0;
        } catch (ZipException e) {
            throw malformed(offset, "the gzip data is damaged in " + what, "valid gzip data", e.getMessage());
        }
        if (got < n) {
            throw malformed(offset + got, "the file ends within " + what, n - got + " more bytes", "the end of the file");
        }
        offset += n;
    }

    /** Checks that nothing follows; for gzip this also checks its checksum. */
    void requireEnd() throws IOException {
        try {
            if (in.read() >= 0) {
                throw malformed(offset, "the file is longer than its sizes say", "the end of the file", "more bytes");
            }
        } catch (EOFException | ZipException e) {
            throw malformed(offset, "the end of the gzip data is damaged", "a gzip trailer", e.getMessage());
        }
    }

    FileFormatException malformed(long at, String rule, Object expected, @Nullable Object actual) {
        return new FileFormatException("idx", file, at, rule, expected, actual);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
