package dev.tenon.io;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors in a file of the safetensors format, which PyTorch and others read and write.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public final class Safetensors {
    private static final int LARGEST_WRITE = 1 << 26;
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * All tensors of a file, on the CPU, in file order. Those of an element type that Tenon neither has nor converts are left out, which a
     * logged line says; {@link SafetensorsFile} names them, and the types that are converted.
     *
     * @throws FileFormatException if it is not a valid safetensors file
     * @throws FileException if it cannot be read
     */
    public static Map<String, Tensor> read(Path file) {
        try (var open = SafetensorsFile.open(file)) {
            var tensors = new LinkedHashMap<String, Tensor>();
            var others = new ArrayList<String>();
            for (var name : open.names()) {
                if (open.isReadable(name)) {
                    tensors.put(name, open.tensor(name));
                } else {
                    others.add(name);
                }
            }
            if (!others.isEmpty()) {
                System.getLogger("dev.tenon.io").log(Level.WARNING, "safetensors: " + file + ": left out " + others.size()
                    + " tensors whose element type is not one Tenon has, '" + others.getFirst() + "' the first of them");
            }
            return tensors;
        }
    }

    /** Writes tensors, without free text. */
    public static void write(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, Map.of());
    }

    /**
     * Writes tensors. The file appears complete or not at all; one that is replaced leaves its modes to the new one, and a symbolic link stays.
     *
     * @param metadata free text by name
     * @throws ArgumentException if a name cannot be written so that it is read back; nothing is written then
     * @throws FileException if the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        TensorNames.requireForSafetensors(file, tensors, metadata);
        // Largest elements first, so that every tensor starts at a multiple of its element size.
        var ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparingInt((Map.Entry<String, Tensor> e) -> e.getValue().dtype().bytes()).reversed());
        var entries = new LinkedHashMap<String, SafetensorsHeader.Entry>();
        long offset = 0;
        for (var named : ordered) {
            var tensor = named.getValue();
            long end = offset + tensor.numel() * tensor.dtype().bytes();
            entries.put(named.getKey(), new SafetensorsHeader.Entry(StoredType.of(tensor.dtype()), tensor.shape(), offset, end));
            offset = end;
        }
        var header = new SafetensorsHeader(entries, metadata).json().getBytes(StandardCharsets.UTF_8);
        if (header.length > SafetensorsFile.LONGEST_HEADER) {
            throw new ArgumentException("safetensors: cannot write " + file + ": names and free text of " + header.length
                + " bytes are more than the format's " + SafetensorsFile.LONGEST_HEADER + "\n  try:   several files");
        }
        AtomicFile.write(file, channel -> {
            writeHeader(channel, header);
            for (var named : ordered) {
                write(channel, named.getValue().segment());
            }
        });
    }

    private static void writeHeader(FileChannel channel, byte[] header) throws IOException {
        int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        var buffer = ByteBuffer.allocate(SafetensorsFile.LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(header);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        writeWhole(channel, buffer.flip());
    }

    private static void write(FileChannel channel, MemorySegment memory) throws IOException {
        for (long from = 0; from < memory.byteSize(); from += LARGEST_WRITE) {
            writeWhole(channel, memory.asSlice(from, Math.min(LARGEST_WRITE, memory.byteSize() - from)).asByteBuffer());
        }
    }

    private static void writeWhole(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
