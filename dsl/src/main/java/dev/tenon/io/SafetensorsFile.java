package dev.tenon.io;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * An open safetensors file: a tensor is read when it is asked for, also by several threads at once. The whole header is checked when the file
 * is
 * opened: its length, names, dtypes, shapes and offsets. Tensors are copies: whatever becomes of the file, they stay as they are.
 *
 * <p>Element types that Tenon has not are converted: U16 to int32, U32 and U64 to int64, the eight-bit floats F8_E4M3, F8_E5M2, their FNUZ
 * forms and F8_E8M0 to float32. A tensor of any other type has a name and a shape but cannot be read.
 */
public final class SafetensorsFile implements AutoCloseable {
    static final int LENGTH_BYTES = 8;
    /** The format's own limit; a longer header is an attack or not a header. */
    static final long LONGEST_HEADER = 100_000_000;
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int NAMES_SHOWN = 8;

    private final Path file;
    private final OpenFile content;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, OpenFile content) {
        this.file = file;
        this.content = content;
        this.dataStart = LENGTH_BYTES + headerBytes(file, content);
        this.header = SafetensorsHeader.read(content, new Origin("safetensors", file), LENGTH_BYTES, dataStart);
    }

    /**
     * Opens a file.
     *
     * @throws FileFormatException if it is not a valid safetensors file, or its header takes more than an eighth of the Java heap
     * @throws FileException if it cannot be read
     */
    public static SafetensorsFile open(Path file) {
        var content = OpenFile.of("safetensors", file);
        try {
            return new SafetensorsFile(file, content);
        } catch (RuntimeException | Error e) {
            content.close();
            throw e;
        }
    }

    private static long headerBytes(Path file, OpenFile content) {
        long size = content.size();
        if (size < LENGTH_BYTES) {
            throw new FileFormatException("safetensors", file, 0, size == 0 ? "the file is empty"
                : "the file is too short for the header's length", LENGTH_BYTES + " bytes", size + " bytes");
        }
        var prefix = MemorySegment.ofArray(new byte[LENGTH_BYTES]);
        content.read(0, prefix);
        long length = prefix.get(LENGTH, 0);
        long most = Math.min(LONGEST_HEADER, size - LENGTH_BYTES);
        if (length < 2 || length > most) {
            throw new FileFormatException("safetensors", file, 0, "the header's length is impossible", "2 to " + most + " bytes",
                Long.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    /** The tensors' names, in file order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    /** The free text of the file by name. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** Whether {@link #tensor} can read the elements of that tensor. */
    public boolean isReadable(String name) {
        return entry(name).type() != null;
    }

    /**
     * The dtype that {@link #tensor} gives.
     *
     * @throws DTypeException if elements of that tensor cannot be read
     */
    public DType dtype(String name) {
        return type(name, entry(name)).dtype();
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
     * @throws ArgumentException if there is none, or this was closed
     * @throws DTypeException if its elements cannot be read
     * @throws FileException if the file cannot be read any more
     */
    public Tensor tensor(String name, Device device) {
        var entry = entry(name);
        var elements = new StoredElements(type(name, entry), ByteOrder.LITTLE_ENDIAN, new Origin("safetensors", file, name));
        try {
            return elements.read(entry.shape(), dataStart + entry.from(), new Data(dataStart + entry.from())).to(device);
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** The bytes from a place on. */
    private final class Data implements StoredElements.Source {
        private long at;

        Data(long start) {
            at = start;
        }

        @Override
        public void read(MemorySegment into) {
            content.read(at, into);
            at += into.byteSize();
        }
    }

    private StoredType type(String name, SafetensorsHeader.Entry entry) {
        var type = entry.type();
        if (type == null) {
            throw new DTypeException("safetensors: " + file + ": '" + name + "' has elements of the type " + entry.spec()
                + ", which is not one Tenon has\n  known: " + StoredType.safetensorsNames() + "\n  try:   the other tensors of the file");
        }
        return type;
    }

    private SafetensorsHeader.Entry entry(String name) {
        var entry = header.entries().get(name);
        if (entry == null) {
            int more = names().size() - NAMES_SHOWN;
            throw new ArgumentException("safetensors: " + file + " has no tensor '" + name + "'\n  try:   one of "
                + names().stream().limit(NAMES_SHOWN).toList() + (more > 0 ? " and " + more + " more" : ""));
        }
        return entry;
    }

    @Override
    public void close() {
        content.close();
    }
}
