package dev.tenon.io;

import dev.tenon.core.DTypeException;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * The IDX format of the MNIST files: a type, the sizes, the elements in big-endian order; plain or gzip.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">the format</a>
 */
public final class Idx {
    /** Content larger than this is refused unless the caller says otherwise: 4 GiB. A gzip file may expand to a hundred times its size, or 64 MiB. */
    public static final long DEFAULT_LIMIT = 1L << 32;

    private static final int CHUNK = 1 << 16;

    private Idx() {}

    /** Reads a file of at most {@link #DEFAULT_LIMIT} bytes of elements, of which a gzip file must hold at least a hundredth. */
    public static Tensor read(Path file) {
        return read(file, Math.min(DEFAULT_LIMIT, Expansion.limit(OpenFile.attributes(file).size())));
    }

    /**
     * Reads a file; gzip is recognised by its first bytes, whatever the name.
     *
     * @param limit the most bytes of elements to accept; checked before memory is allocated
     * @return the elements, on the CPU, in the file's dtype
     * @throws FileFormatException if the file is malformed, truncated, too long or larger than {@code limit}
     * @throws FileException if it cannot be read
     */
    public static Tensor read(Path file, long limit) {
        try (var in = IdxInput.open(file)) {
            var header = IdxHeader.read(in, limit);
            var elements = new StoredElements(StoredType.of(header.dtype()), ByteOrder.BIG_ENDIAN, new Origin("idx", file));
            var chunk = new byte[CHUNK];
            var tensor = elements.read(Shape.of(header.sizes()), 0, memory -> {
                for (long done = 0; done < memory.byteSize();) {
                    int n = (int) Math.min(CHUNK, memory.byteSize() - done);
                    in.readWhole(chunk, n, "elements");
                    MemorySegment.copy(chunk, 0, memory, ValueLayout.JAVA_BYTE, done, n);
                    done += n;
                }
            });
            in.requireEnd();
            return tensor;
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /**
     * Writes a tensor, as gzip if the name ends in {@code .gz}. The file appears complete or not at all.
     *
     * @throws DTypeException if the format has no such dtype
     * @throws ShapeException if the format has no such shape
     * @throws FileException if the file cannot be written
     */
    public static void write(Path file, Tensor tensor) {
        var header = IdxHeader.bytes(file, tensor);
        AtomicFile.write(file, channel -> {
            var plain = new OpenStream(new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK));
            try (var out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, CHUNK) : plain) {
                out.write(header);
                write(out, tensor);
            }
        });
    }

    private static void write(OutputStream out, Tensor tensor) throws IOException {
        var memory = tensor.segment();
        for (long done = 0; done < memory.byteSize(); done += CHUNK) {
            var chunk = memory.asSlice(done, Math.min(CHUNK, memory.byteSize() - done)).toArray(ValueLayout.JAVA_BYTE);
            StoredElements.reverseBytes(MemorySegment.ofArray(chunk), tensor.dtype().bytes());
            out.write(chunk);
        }
    }
}
