package dev.tenon.cpu.kernels.attention;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.memory.Pool;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadsTest {
    private static final int BATCH = 2;
    private static final int HEADS = 3;
    private static final int QUERIES = 70;
    private static final int KEYS = 300;
    private static final int WIDTH = 8;

    private static Tensor random(long seed, long... shape) {
        return new Generator(seed).normal(0, 1, DType.FLOAT32, Device.CPU, shape);
    }

    /** The same elements elsewhere in memory. */
    static Stream<UnaryOperator<Tensor>> layouts() {
        return Stream.of(
            x -> x.transpose(1, 2).contiguous().transpose(1, 2),
            x -> x.transpose(0, 2).contiguous().transpose(0, 2),
            x -> x.transpose(2, 3).contiguous().transpose(2, 3),
            x -> Ops.cat(List.of(x, x, x), 3).narrow(3, WIDTH, WIDTH));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void whereHeadsLieChangesNothing(UnaryOperator<Tensor> layout) {
        for (boolean causal : new boolean[] {false, true}) {
            var expected = gradients(x -> x, causal);
            var found = gradients(layout, causal);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(found.get(i).contiguous().toFloatArray()).as("result " + i)
                    .isEqualTo(expected.get(i).contiguous().toFloatArray());
            }
        }
    }

    private static List<Tensor> gradients(UnaryOperator<Tensor> layout, boolean causal) {
        var inputs = List.of(random(1, BATCH, HEADS, QUERIES, WIDTH), random(2, BATCH, HEADS, KEYS, WIDTH),
            random(3, BATCH, HEADS, KEYS, WIDTH));
        inputs.forEach(Tensor::requiresGrad_);
        var output = Ops.scaledDotProductAttention(layout.apply(inputs.get(0)), layout.apply(inputs.get(1)), layout.apply(inputs.get(2)),
            null,
            0, causal);
        output.mul(random(4, BATCH, HEADS, QUERIES, WIDTH)).sum().backward();
        return Stream.concat(Stream.of(output.detach()), inputs.stream().map(Tensor::grad)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"300", "70,300", "70,1", "1,70,300", "3,1,300", "3,70,300", "2,1,1,300", "2,3,70,300", "1,3,70,1"})
    void masksOfEveryShapeServeHeadsAsTheyAreBroadcast(String shape) {
        var sizes = Stream.of(shape.split(",")).mapToLong(Long::parseLong).toArray();
        var query = random(1, BATCH, HEADS, QUERIES, WIDTH);
        var key = random(2, BATCH, HEADS, KEYS, WIDTH);
        var value = random(3, BATCH, HEADS, KEYS, WIDTH);
        var mask = random(5, sizes);
        var found = Ops.scaledDotProductAttention(query, key, value, mask, 0, false);
        var weights = query.matmul(key.transpose(-2, -1)).mul(1 / Math.sqrt(WIDTH)).add(mask).softmax(-1);
        assertThat(found.sub(weights.matmul(value)).abs().max().item()).isLessThan(1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "2,3", "2,1,3"})
    void leadingDimensionsAreAnyNumber(String leading) {
        var batch = leading.isEmpty() ? new long[0] : Stream.of(leading.split(",")).mapToLong(Long::parseLong).toArray();
        long count = Stream.of(leading.split(",")).filter(s -> !s.isEmpty()).mapToLong(Long::parseLong).reduce(1, (a, b) -> a * b);
        var flat = random(1, count, QUERIES, WIDTH);
        var shape = LongStream.concat(Arrays.stream(batch), LongStream.of(QUERIES, WIDTH)).toArray();
        var x = flat.reshape(shape);
        var found = Ops.scaledDotProductAttention(x, x, x, null, 0, true);
        assertThat(found.shape().toArray()).isEqualTo(shape);
        for (long i = 0; i < count; i++) {
            var one = flat.select(0, i);
            assertThat(found.reshape(count, QUERIES, WIDTH).select(0, i).contiguous().toFloatArray())
                .isEqualTo(Ops.scaledDotProductAttention(one, one, one, null, 0, true).contiguous().toFloatArray());
        }
    }

    @Test
    void headsThatLieBesideEachOtherAreNotCopied() {
        var x = random(1, 4, 256, 8, 32).transpose(1, 2);
        long bytes = 4L * x.numel();
        try (var _ = Scope.open("attention")) {
            long before = Pool.of(Device.CPU).inUse();
            var output = Ops.scaledDotProductAttention(x, x, x, null, 0, true);
            assertThat(Pool.of(Device.CPU).inUse() - before).isLessThan(bytes * 3 / 2);
            assertThat(output.transpose(1, 2).isContiguous()).isTrue();
        }
    }
}
