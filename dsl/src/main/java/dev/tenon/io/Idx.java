package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * The IDX format of the MNIST files: a type, the sizes, the elements in big-endian order; plain or gzip.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">the format</a>
 */
public final class Idx {
    /** Content larger than this is refused unless the caller says otherwise: 4 GiB. */
    public static final long DEFAULT_LIMIT = 1L << 32;

    private static final int CHUNK = 1 << 16;

    private Idx() {}

    /** Reads a file of at most {@link #DEFAULT_LIMIT} bytes of elements. */
    public static Tensor read(Path file) {
        return read(file, DEFAULT_LIMIT);
    }

    /**
     * Reads a file; gzip is recognised by its first bytes, whatever the name.
     *
     * @param limit the most bytes of elements to accept; checked before memory is allocated
     * @return the elements, on the CPU, in the file's dtype
     * @throws FileFormatException if the file is malformed, truncated, too long or larger than {@code limit}
     * @throws UncheckedIOException if it cannot be read
     */
    public static Tensor read(Path file, long limit) {
        try (var in = IdxInput.open(file)) {
            var header = IdxHeader.read(in, limit);
            var tensor = Creation.empty(header.dtype(), Device.CPU, header.sizes());
            var memory = tensor.segment();
            var chunk = new byte[CHUNK];
            for (long done = 0; done < memory.byteSize();) {
                int n = (int) Math.min(CHUNK, memory.byteSize() - done);
                in.readWhole(chunk, n, "elements");
                MemorySegment.copy(chunk, 0, memory, ValueLayout.JAVA_BYTE, done, n);
                done += n;
            }
            in.requireEnd();
            reverseBytes(memory, header.dtype().bytes());
            return tensor;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    /**
     * Writes a tensor, as gzip if the name ends in {@code .gz}. The file appears complete or not at all.
     *
     * @throws DTypeException if the format has no such dtype
     */
    public static void write(Path file, Tensor tensor) {
        int code = IdxHeader.code(tensor.dtype());
        AtomicFile.write(file, channel -> {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK);
            if (file.toString().endsWith(".gz")) {
                out = new GZIPOutputStream(out, CHUNK);
            }
            write(out, code, tensor);
            out.flush();
            if (out instanceof GZIPOutputStream gzip) {
                gzip.finish();
                gzip.flush();
            }
        });
    }

    private static void write(OutputStream out, int code, Tensor tensor) throws IOException {
        int rank = tensor.rank();
        var header = ByteBuffer.allocate(4 + 4 * rank).put((byte) 0).put((byte) 0).put((byte) code).put((byte) rank);
        for (long size : tensor.shape().toArray()) {
            header.putInt(Math.toIntExact(size));
        }
        out.write(header.array());
        var memory = tensor.segment();
        for (long done = 0; done < memory.byteSize(); done += CHUNK) {
            var chunk = memory.asSlice(done, Math.min(CHUNK, memory.byteSize() - done)).toArray(ValueLayout.JAVA_BYTE);
            reverseBytes(MemorySegment.ofArray(chunk), tensor.dtype().bytes());
            out.write(chunk);
        }
    }

    /** Between the file's big-endian order and the machine's little-endian one. */
    private static void reverseBytes(MemorySegment memory, int size) {
        for (long at = 0; size > 1 && at < memory.byteSize(); at += size) {
            for (int low = 0, high = size - 1; low < high; low++, high--) {
                byte swapped = memory.get(ValueLayout.JAVA_BYTE, at + low);
                memory.set(ValueLayout.JAVA_BYTE, at + low, memory.get(ValueLayout.JAVA_BYTE, at + high));
                memory.set(ValueLayout.JAVA_BYTE, at + high, swapped);
            }
        }
    }
}
