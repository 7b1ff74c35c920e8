package dev.tenon.train.checkpoint;

import dev.tenon.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** A checksum over all that a checkpoint holds: what was changed by a damaged disk or by hand would go on to other results without a word. */
final class CheckpointDigest {
    private static final long LARGEST = 1 << 30;

    private CheckpointDigest() {}

    /** Of tensors and texts, whatever their order. */
    static String of(Map<String, Tensor> tensors, Map<String, String> text) {
        var sum = new CRC32C();
        new TreeMap<>(tensors).forEach((name, tensor) -> {
            add(sum, name);
            add(sum, tensor.dtype() + " " + tensor.shape());
            var memory = tensor.segment();
            for (long from = 0; from < memory.byteSize(); from += LARGEST) {
                sum.update(memory.asSlice(from, Math.min(LARGEST, memory.byteSize() - from)).asByteBuffer());
            }
        });
        new TreeMap<>(text).forEach((name, value) -> {
            add(sum, name);
            add(sum, value);
        });
        return Long.toHexString(sum.getValue());
    }

    /** A text with its length, so that where one ends is part of the sum. */
    private static void add(CRC32C sum, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            sum.update(bytes.length >>> shift);
        }
        sum.update(bytes);
    }
}
