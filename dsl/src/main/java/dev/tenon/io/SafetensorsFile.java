package dev.tenon.io;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * An open safetensors file, mapped into memory: a tensor is read when it is asked for. The whole header is checked when the file is opened:
 * its length, names, dtypes, shapes and offsets.
 */
public final class SafetensorsFile implements AutoCloseable {
    static final int LENGTH_BYTES = 8;
    /** The format's own limit; a longer header is an attack or not a header. */
    static final long LONGEST_HEADER = 100_000_000;
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final Arena arena;
    private final MemorySegment data;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, Arena arena, MemorySegment content) {
        this.file = file;
        this.arena = arena;
        long headerBytes = headerBytes(file, content);
        this.dataStart = LENGTH_BYTES + headerBytes;
        this.data = content.asSlice(dataStart);
        this.header = SafetensorsHeader.parse(file, text(file, content.asSlice(LENGTH_BYTES, headerBytes)), LENGTH_BYTES, data.byteSize());
    }

    /**
     * Opens a file.
     *
     * @throws FileFormatException if it is not a valid safetensors file
     * @throws UncheckedIOException if it cannot be read
     */
    public static SafetensorsFile open(Path file) {
        var arena = Arena.ofShared();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SafetensorsFile(file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            arena.close();
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static long headerBytes(Path file, MemorySegment content) {
        long size = content.byteSize();
        if (size < LENGTH_BYTES) {
            throw new FileFormatException("safetensors", file, 0, "the file is too short for the header's length", LENGTH_BYTES
                + " bytes", size + " bytes");
        }
        long length = content.get(LENGTH, 0);
        long most = Math.min(LONGEST_HEADER, size - LENGTH_BYTES);
        if (length < 2 || length > most) {
            throw new FileFormatException("safetensors", file, 0, "the header's length is impossible", "2 to " + most + " bytes",
                Long.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private static String text(Path file, MemorySegment bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw new FileFormatException("safetensors", file, LENGTH_BYTES, "the header is not UTF-8", "UTF-8", e.getMessage());
        }
    }

    /** The tensors' names, in file order. */
    public Set<String> names() {
        return header.entries().keySet();
    }

    /** The free text of the file by name. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    public DType dtype(String name) {
        return entry(name).dtype();
    }

    public Shape shape(String name) {
        return entry(name).shape();
    }

    /** A copy of the tensor of that name in the CPU's memory. */
    public Tensor tensor(String name) {
        return tensor(name, Device.CPU);
    }

    /**
     * A copy of the tensor of that name.
     *
     * @throws ArgumentException if there is none
     */
    public Tensor tensor(String name, Device device) {
        var entry = entry(name);
        var bytes = data.asSlice(entry.from(), entry.to() - entry.from());
        if (entry.dtype() == DType.BOOL) {
            requireTruthValues(name, entry, bytes);
        }
        return Creation.of(bytes, entry.dtype(), device, entry.shape().toArray());
    }

    /** A bool of any other byte would be neither true nor false to a kernel. */
    private void requireTruthValues(String name, SafetensorsHeader.Entry entry, MemorySegment bytes) {
        for (long i = 0; i < bytes.byteSize(); i++) {
            int value = bytes.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
            if (value > 1) {
                throw new FileFormatException("safetensors", file, dataStart + entry.from() + i, "'" + name
                    + "' is not a truth value", "0 or 1", value);
            }
        }
    }

    private SafetensorsHeader.Entry entry(String name) {
        var entry = header.entries().get(name);
        if (entry == null) {
            throw new ArgumentException("safetensors: " + file + " has no tensor '" + name + "'\n  try:   one of " + names());
        }
        return entry;
    }

    @Override
    public void close() {
        arena.close();
    }
}
