package dev.tenon.io;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
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
     * All tensors of a file, on the CPU, in file order.
     *
     * @throws FileFormatException if it is not a valid safetensors file
     * @throws UncheckedIOException if it cannot be read
     */
    public static Map<String, Tensor> read(Path file) {
        try (var open = SafetensorsFile.open(file)) {
            var tensors = new LinkedHashMap<String, Tensor>();
            for (var name : open.names()) {
                tensors.put(name, open.tensor(name));
            }
            return tensors;
        }
    }

    /** Writes tensors, without free text. */
    public static void write(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, Map.of());
    }

    /**
     * Writes tensors. The file appears complete or not at all.
     *
     * @param metadata free text by name
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        // Largest elements first, so that every tensor starts at a multiple of its element size.
        var ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparingInt((Map.Entry<String, Tensor> e) -> e.getValue().dtype().bytes()).reversed());
        var entries = new LinkedHashMap<String, SafetensorsHeader.Entry>();
        long offset = 0;
        for (var named : ordered) {
            var tensor = named.getValue();
            long end = offset + tensor.numel() * tensor.dtype().bytes();
            entries.put(named.getKey(), new SafetensorsHeader.Entry(tensor.dtype(), tensor.shape(), offset, end));
            offset = end;
        }
        var header = new SafetensorsHeader(entries, metadata).json().getBytes(StandardCharsets.UTF_8);
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
