package dev.tenon.nn.recurrent;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OperatorErrors;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sequences of several lengths: one behind the other, padded to one length, and packed by time. All of it can be differentiated. */
public final class Packing {
    private Packing() {}

    /**
     * Packs sequences that were padded to one length; what is behind a sequence's end is left out.
     *
     * @param input {@code [time, batch, ...]}, or with batchFirst {@code [batch, time, ...]}
     * @param lengths how long each one is, at least 1
     * @param enforceSorted whether the longest must come first, the shortest last; otherwise they are sorted here, and results come back in the
     *     caller's order
     * @throws ArgumentException if a length is not within the input, or they are not sorted though they must be
     */
    public static PackedSequence packPadded(Tensor input, long[] lengths, boolean batchFirst, boolean enforceSorted) {
        requireLengths("packPaddedSequence", input, lengths, batchFirst);
        long time = input.size(batchFirst ? 1 : 0);
        long batch = lengths.length;
        var order = IntStream.range(0, lengths.length).boxed().sorted((a, b) -> Long.compare(lengths[b], lengths[a])).toList();
        boolean isSorted = IntStream.range(0, lengths.length).allMatch(i -> order.get(i) == i);
        if (enforceSorted && !isSorted) {
            throw new ArgumentException("packPaddedSequence: lengths must not grow where enforceSorted is true, got "
                + Arrays.toString(lengths) + "\n  try:   enforceSorted = false, which sorts the sequences here");
        }
        var sizes = batchSizes(lengths);
        var rows = new long[Math.toIntExact(Arrays.stream(lengths).sum())];
        int n = 0;
        for (int t = 0; t < sizes.length; t++) {
            for (int i = 0; i < sizes[t]; i++) {
                rows[n++] = batchFirst ? order.get(i) * time + t : t * batch + order.get(i);
            }
        }
        var data = Ops.indexSelect(Ops.flatten(input, 0, 1), 0, indices(rows, input));
        var sorted = order.stream().mapToLong(Integer::longValue).toArray();
        return new PackedSequence(data, Ints.of(sizes), enforceSorted ? null : indices(sorted, input),
            enforceSorted ? null : indices(inverse(sorted), input));
    }

    /** The same with the lengths as a tensor of integers {@code [batch]}, which {@link #padPacked} gives and data sets hold. */
    public static PackedSequence packPadded(Tensor input, Tensor lengths, boolean batchFirst, boolean enforceSorted) {
        if (lengths.rank() != 1 || lengths.dtype().isFloating()) {
            throw new ShapeException("packPaddedSequence: lengths must be integers [batch]\n  lengths: " + Operand.describe(lengths));
        }
        return packPadded(input, lengths.toLongArray(), batchFirst, enforceSorted);
    }

    /**
     * Fills packed sequences up to one length.
     *
     * @param value what is written behind a sequence's end
     * @param totalLength the length, or null for that of the longest
     * @return {@code [time, batch, ...]}, or with batchFirst {@code [batch, time, ...]}, and the lengths
     * @throws ArgumentException if the length is below that of the longest
     */
    public static PaddedSequences padPacked(PackedSequence packed, boolean batchFirst, double value, @Nullable Long totalLength) {
        var data = packed.data();
        var sizes = packed.batchSizes().toArray();
        long time = totalLength == null ? sizes.length : totalLength;
        if (time < sizes.length) {
            throw new ArgumentException("padPackedSequence: totalLength must be at least the longest length, " + sizes.length + ", got "
                + totalLength);
        }
        var places = packed.unsortedIndices() == null ? IntStream.range(0, (int) packed.batch()).asLongStream().toArray()
            : packed.unsortedIndices().toLongArray();
        int batch = places.length;
        var lengths = new long[batch];
        var rows = new long[Math.toIntExact(time * batch)];
        // What is padding reads a row behind the data.
        Arrays.fill(rows, data.size(0));
        long offset = 0;
        for (int t = 0; t < sizes.length; t++) {
            for (int i = 0; i < batch; i++) {
                if (places[i] < sizes[t]) {
                    lengths[i]++;
                    rows[Math.toIntExact(batchFirst ? i * time + t : (long) t * batch + i)] = offset + places[i];
                }
            }
            offset += sizes[t];
        }
        var shape = data.shape().toArray();
        shape[0] = 1;
        var padded = Ops.cat(List.of(data, Creation.full(shape, value, data.dtype(), data.device())), 0);
        var flat = Ops.indexSelect(padded, 0, indices(rows, data));
        return new PaddedSequences(Ops.unflatten(flat, 0, batchFirst ? new long[] {batch, time} : new long[] {time, batch}),
            Creation.of(lengths, DType.INT64, Device.CPU, lengths.length));
    }

    /** Packs sequences {@code [length, ...]}. */
    public static PackedSequence pack(List<Tensor> sequences, boolean enforceSorted) {
        try {
            var padded = pad(sequences, false, 0);
            return packPadded(padded, sequences.stream().mapToLong(sequence -> sequence.size(0)).toArray(), false, enforceSorted);
        } catch (RuntimeException e) {
            throw OperatorErrors.within("packSequence", e);
        }
    }

    /** The sequences {@code [length, ...]} of a packed one, in the caller's order. */
    public static List<Tensor> unpack(PackedSequence packed) {
        try {
            var padded = padPacked(packed, true, 0, null);
            return unpad(padded.output(), padded.lengths().toLongArray(), true);
        } catch (RuntimeException e) {
            throw OperatorErrors.within("unpackSequence", e);
        }
    }

    /**
     * Fills sequences {@code [length, ...]} up to the longest length.
     *
     * @return {@code [time, batch, ...]}, or with batchFirst {@code [batch, time, ...]}
     * @throws ShapeException if they differ in more than their length
     */
    public static Tensor pad(List<Tensor> sequences, boolean batchFirst, double value) {
        if (sequences.isEmpty()) {
            throw new ArgumentException("padSequence: there must be at least one sequence");
        }
        var first = sequences.getFirst();
        long longest = 0;
        for (var sequence : sequences) {
            if (sequence.rank() == 0 || sequence.rank() != first.rank() || !Arrays.equals(rest(sequence), rest(first))) {
                throw new ShapeException("padSequence: sequences [length, ...] must be equal in all sizes but the first\n  first: "
                    + Operand.describe(first) + "   other: " + Operand.describe(sequence));
            }
            longest = Math.max(longest, sequence.size(0));
        }
        var padded = new ArrayList<Tensor>();
        for (var sequence : sequences) {
            var widths = new long[2 * sequence.rank()];
            widths[widths.length - 1] = longest - sequence.size(0);
            padded.add(widths[widths.length - 1] == 0 ? sequence : Ops.constantPadNd(sequence, widths, value));
        }
        return Ops.stack(padded, batchFirst ? 0 : 1);
    }

    /** The sequences {@code [length, ...]} of padded ones. */
    public static List<Tensor> unpad(Tensor padded, long[] lengths, boolean batchFirst) {
        requireLengths("unpadSequence", padded, lengths, batchFirst);
        return IntStream.range(0, lengths.length)
            .mapToObj(i -> Ops.narrow(Ops.select(padded, batchFirst ? 0 : 1, i), 0, 0, lengths[i])).toList();
    }

    private static long[] rest(Tensor sequence) {
        return Arrays.copyOfRange(sequence.shape().toArray(), 1, sequence.rank());
    }

    private static void requireLengths(String caller, Tensor input, long[] lengths, boolean batchFirst) {
        if (input.rank() < 2) {
            throw new ShapeException(caller + ": the input must be " + (batchFirst ? "[batch, time, ...]" : "[time, batch, ...]")
                + ", got rank " + input.rank() + "\n  input: " + Operand.describe(input));
        }
        long time = input.size(batchFirst ? 1 : 0);
        long batch = input.size(batchFirst ? 0 : 1);
        if (lengths.length != batch || batch == 0) {
            throw new ArgumentException(caller + ": there must be a length for each of " + batch + " sequences, and at least one, got "
                + lengths.length + "\n  input: " + Operand.describe(input) + "\n  try:   " + (batchFirst ? "batchFirst = false"
                    : "batchFirst = true")
                + ", if the input is " + (batchFirst ? "[time, batch, ...]" : "[batch, time, ...]"));
        }
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 1 || lengths[i] > time) {
                throw new ArgumentException(caller + ": lengths must be from 1 to " + time + ", the input's size in time, got " + lengths[i]
                    + " for sequence " + i + "\n  input: " + Operand.describe(input));
            }
        }
    }

    /** How many sequences have a first element, a second one and so on. */
    private static long[] batchSizes(long[] lengths) {
        var sizes = new long[(int) Arrays.stream(lengths).max().orElse(0)];
        for (long length : lengths) {
            for (int t = 0; t < length; t++) {
                sizes[t]++;
            }
        }
        return sizes;
    }

    private static long[] inverse(long[] order) {
        var places = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            places[(int) order[i]] = i;
        }
        return places;
    }

    private static Tensor indices(long[] values, Tensor like) {
        return Creation.of(values, DType.INT64, like.device(), values.length);
    }
}
