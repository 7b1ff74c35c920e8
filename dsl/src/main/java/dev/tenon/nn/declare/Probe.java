package dev.tenon.nn.declare;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Tensor;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * The tensors that run through a declaration: on the meta device, so that nothing is computed, with a batch size that no one uses, so that
 * it can be told from the other sizes and shown as N.
 */
final class Probe {
    /** A prime: a size that is a multiple of it comes from the batch. */
    private static final long BATCH = 7919;
    private static final Pattern LARGE_NUMBER = Pattern.compile("\\b\\d{4,18}\\b");

    private Probe() {}

    static Tensor of(DType dtype, Ints sizes) {
        var shape = new long[1 + sizes.size()];
        shape[0] = BATCH;
        System.arraycopy(sizes.toArray(), 0, shape, 1, sizes.size());
        return Tensor.meta(dtype, shape);
    }

    /** A shape as people read it: {@code [N, 32, 28, 28]}. */
    static String text(Shape shape) {
        var text = new StringJoiner(", ", "[", "]");
        for (long size : shape.toArray()) {
            text.add(size(size));
        }
        return text.toString();
    }

    /** What one sample has of a count for the batch. */
    static long perSample(long count) {
        return count / BATCH;
    }

    private static String size(long size) {
        boolean ofBatch = size != 0 && size % BATCH == 0;
        return !ofBatch ? Long.toString(size) : size == BATCH ? "N" : size / BATCH + "N";
    }

    /** An operator's message with the batch size as N. */
    static String readable(String message) {
        return LARGE_NUMBER.matcher(message).replaceAll(number -> size(Long.parseLong(number.group())));
    }
}
