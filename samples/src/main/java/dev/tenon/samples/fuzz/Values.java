package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random arguments of one call. Most calls are nearly right, so that they get past the first check: their tensors have related shapes, and
 * one argument at most is wild. Others are wild altogether.
 */
final class Values {
    private static final List<Long> EXTREMES = List.of(Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 62, -1L, 1L << 32, 1L << 40,
        -(1L << 31),
        Long.MAX_VALUE - 1, 1L << 20, -2L, (1L << 31) - 1, 1L << 53, Long.MIN_VALUE + 1, 0L, 64L);
    private static final List<Double> REALS = List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE,
        1e19,
        -1.0, 0.0, -0.0, 1e-300, 2147483647.0, 3.7, -1e19);

    private final SplittableRandom random;
    private final List<Device> devices;
    private final double wildness;
    private final List<Long> base;
    private final DType dtype;

    /** @param devices where tensors are; the first is the usual one */
    Values(SplittableRandom random, List<Device> devices) {
        this.random = random;
        this.devices = devices;
        this.wildness = new double[] {0, 0.05, 0.2, 0.6}[random.nextInt(4)];
        this.base = sizes(random.nextInt(6));
        this.dtype = usual();
    }

    int below(int n) {
        return random.nextInt(n);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    boolean wild() {
        return chance(wildness);
    }

    <T> T oneOf(List<T> list) {
        return list.get(below(list.size()));
    }

    private DType usual() {
        return chance(0.6) ? DType.FLOAT32 : chance(0.4) ? DType.FLOAT64 : chance(0.4) ? DType.INT64 : oneOf(List.of(DType.values()));
    }

    DType dtype() {
        return wild() ? oneOf(List.of(DType.values())) : dtype;
    }

    Device device() {
        return chance(0.9) ? devices.getFirst() : oneOf(devices);
    }

    long integer() {
        return wild() ? oneOf(EXTREMES) : random.nextLong(-2, 5);
    }

    double real() {
        return wild() ? oneOf(REALS) : random.nextInt(-2, 6) / 2.0;
    }

    Number number() {
        return chance(0.5) ? (Number) integer() : (Number) real();
    }

    List<PlainValue> integers() {
        int count = wild() ? below(8) : 1 + below(3);
        long one = 1 + below(3);
        boolean alike = chance(0.4);
        return IntStream.range(0, count).mapToObj(_ -> new PlainValue(alike && !wild() ? one : integer())).toList();
    }

    List<PlainValue> reals() {
        return IntStream.range(0, wild() ? below(8) : 1 + below(3)).mapToObj(_ -> new PlainValue(real())).toList();
    }

    TensorValue tensor() {
        return tensor(dtype());
    }

    /** A tensor of this dtype, mostly of a shape that has to do with those of the others. */
    TensorValue tensor(DType of) {
        var sizes = shape();
        var layout = chance(0.6) ? TensorValue.Layout.PLAIN : oneOf(TensorValue.layouts(sizes));
        var fill = wild() || chance(0.1) ? oneOf(List.of(TensorValue.Fill.values()))
            : oneOf(List.of(TensorValue.Fill.ONES, TensorValue.Fill.SIGNED, TensorValue.Fill.ZEROS, TensorValue.Fill.COUNTING));
        return new TensorValue(of, device(), sizes, layout, fill, of.isFloating() && chance(0.3), chance(0.03));
    }

    List<TensorValue> tensors() {
        return IntStream.range(0, wild() ? below(4) : 1 + below(3)).mapToObj(_ -> tensor()).toList();
    }

    private List<Long> shape() {
        int way = below(10);
        if (way < 5 || wild()) {
            return way < 4 ? base : sizes(below(6));
        }
        var related = new ArrayList<>(base);
        if (way == 5 && !related.isEmpty()) {
            related.removeFirst();
        } else if (way == 6 && !related.isEmpty()) {
            related.removeLast();
        } else if (way == 7 && !related.isEmpty()) {
            related.set(below(related.size()), (long) below(6));
        } else if (way == 8 && related.size() < 5) {
            related.addFirst((long) below(4));
        } else {
            return List.of((long) below(6));
        }
        return related;
    }

    private List<Long> sizes(int rank) {
        boolean alike = chance(0.3);
        long one = 1 + below(4);
        return IntStream.range(0, rank).mapToObj(_ -> alike ? one : chance(0.05) ? 0L : (long) below(5) + 1).toList();
    }
}
