package dev.tenon.gpu.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.gpu.kernels.BothDevices;
import dev.tenon.gpu.kernels.LargeCard;
import dev.tenon.ops.Conv2d;
import dev.tenon.ops.Conv2dInput;
import dev.tenon.ops.Conv2dWeight;
import dev.tenon.spi.Op;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions: images as matrices, columns by image and joined, tiles, groups thick and thin, several pieces, and by the definition. */
class ConvolutionTest extends BothDevices {
    /** What varies: the input, the weight and the attributes. */
    private record Case(long[] input, long[] weight, Ints stride, Ints padding, Ints dilation, long groups) {
        static Case of(long[] input, long[] weight) {
            return new Case(input, weight, Ints.of(1, 1), Ints.of(0, 0), Ints.of(1, 1), 1);
        }

        Case with(long stride, long padding, long dilation, long groups) {
            return new Case(input, weight, Ints.of(stride, stride), Ints.of(padding, padding), Ints.of(dilation, dilation), groups);
        }

        void check(DType dtype) {
            var x = random(dtype, 1, input);
            var w = random(dtype, 2, weight);
            var forward = new Conv2d(stride, padding, dilation, groups);
            same(forward, x, w, random(dtype, 3, weight[0]));
            same(forward, x, w, null);
            var output = input.clone();
            int rank = input.length;
            output[rank - 3] = weight[0];
            for (int i = 0; i < 2; i++) {
                output[rank - 2 + i] = (input[rank - 2 + i] + 2 * padding.at(i) - dilation.at(i) * (weight[2 + i] - 1) - 1) / stride.at(i)
                    + 1;
            }
            var grad = random(dtype, 4, output);
            same(new Conv2dInput(Ints.of(input), stride, padding, dilation, groups), grad, w);
            if (dtype.isFloating()) {
                weight(x, grad);
            }
        }

        private void weight(Tensor x, Tensor grad) {
            same(new Conv2dWeight(Ints.of(weight), stride, padding, dilation, groups), x, grad);
        }
    }

    private static long[] sizes(long... sizes) {
        return sizes;
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16", "INT64", "INT32", "UINT8"})
    void a_convolution_and_its_gradients_are_those_of_the_cpu(DType dtype) {
        Case.of(sizes(3, 4, 7, 6), sizes(5, 4, 3, 3)).with(1, 1, 1, 1).check(dtype);
        Case.of(sizes(2, 3, 20, 17), sizes(5, 3, 3, 3)).with(1, 0, 1, 1).check(dtype);
        Case.of(sizes(3, 9, 8), sizes(4, 3, 2, 3)).with(2, 1, 2, 1).check(dtype);
        Case.of(sizes(2, 4, 9, 8), sizes(6, 2, 3, 2)).with(3, 2, 1, 2).check(dtype);
        Case.of(sizes(2, 6, 9, 9), sizes(6, 1, 3, 3)).with(1, 1, 1, 6).check(dtype);
        Case.of(sizes(3, 4, 5, 3), sizes(7, 4, 1, 1)).check(dtype);
        Case.of(sizes(2, 4, 9, 11), sizes(7, 4, 1, 1)).check(dtype);
        Case.of(sizes(2, 4, 9, 11), sizes(7, 4, 1, 1)).with(2, 0, 1, 1).check(dtype);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16"})
    void thick_groups_are_products(DType dtype) {
        Case.of(sizes(3, 32, 6, 5), sizes(48, 16, 3, 3)).with(1, 1, 1, 2).check(dtype);
        Case.of(sizes(1, 32, 12, 12), sizes(32, 16, 3, 3)).with(2, 1, 1, 2).check(dtype);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT16"})
    void three_by_three_taps_over_thick_channels_are_computed_by_tiles(DType dtype) {
        Case.of(sizes(7, 16, 8, 8), sizes(17, 16, 3, 3)).with(1, 1, 1, 1).check(dtype);
        Case.of(sizes(5, 18, 11, 9), sizes(16, 18, 3, 3)).with(1, 0, 1, 1).check(dtype);
        Case.of(sizes(3, 16, 9, 12), sizes(20, 16, 3, 3)).with(1, 2, 1, 1).check(dtype);
        Case.of(sizes(16, 19, 17), sizes(16, 16, 3, 3)).with(1, 1, 1, 1).check(dtype);
        Case.of(sizes(70, 16, 1, 1), sizes(16, 16, 3, 3)).with(1, 1, 1, 1).check(dtype);
    }

    @Test
    void tiles_in_float32_are_as_precise_as_sums_of_so_many_numbers_can_be() {
        var one = Ints.of(1, 1);
        var x = random(DType.FLOAT32, 1, 7, 16, 8, 8);
        var w = random(DType.FLOAT32, 2, 17, 16, 3, 3);
        var grad = random(DType.FLOAT32, 3, 7, 17, 8, 8);
        precise(new Conv2d(one, one, one, 1), x, w, null);
        precise(new Conv2dInput(Ints.of(7, 16, 8, 8), one, one, one, 1), grad, w);
        precise(new Conv2dWeight(Ints.of(17, 16, 3, 3), one, one, one, 1), x, grad);
    }

    /** Against the sums in float64, by the largest of them: small ones are differences of large numbers. */
    private static void precise(Op op, @Nullable Tensor... inputs) {
        var wide = new @Nullable Tensor[inputs.length];
        var moved = new @Nullable Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            wide[i] = inputs[i] == null ? null : inputs[i].to(DType.FLOAT64);
            moved[i] = inputs[i] == null ? null : inputs[i].to(Tenon.gpu());
        }
        var expected = Dispatch.apply(op, null, wide).toDoubleArray();
        var found = Dispatch.apply(op, null, moved).to(Tenon.cpu()).to(DType.FLOAT64).toDoubleArray();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(found).as(op.toString()).usingComparatorWithPrecision(1e-6 * largest).containsExactly(expected);
    }

    @Test
    void tiles_of_many_images_are_computed_in_pieces() {
        Case.of(sizes(45, 64, 20, 20), sizes(64, 64, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
        Case.of(sizes(67, 16, 32, 31), sizes(16, 16, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
    }

    @Test
    void a_large_card_sums_the_gradient_of_the_weight_in_groups_of_images() {
        LargeCard.enlarge();
        try {
            Case.of(sizes(7, 16, 8, 8), sizes(17, 16, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
            Case.of(sizes(67, 16, 32, 31), sizes(16, 16, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
            Case.of(sizes(9, 8, 20, 17), sizes(5, 8, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
        } finally {
            LargeCard.shrink();
        }
    }

    @Test
    void strided_operands_are_read_as_they_are() {
        same(new Conv2d(Ints.of(1, 1), Ints.of(1, 1), Ints.of(1, 1), 1), t -> t.transpose(2, 3), random(DType.FLOAT32, 1, 2, 3, 8, 6),
            random(DType.FLOAT32, 2, 4, 3, 3, 3), null);
    }

    @Test
    void large_batches_and_images_are_computed_in_pieces() {
        Case.of(sizes(40, 64, 20, 20), sizes(8, 64, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
        Case.of(sizes(90, 128, 8, 9), sizes(4, 128, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
        Case.of(sizes(1, 40, 150, 150), sizes(3, 40, 3, 3)).with(1, 1, 1, 1).check(DType.FLOAT64);
        Case.of(sizes(2, 32, 180, 150), sizes(2, 32, 3, 3)).with(1, 2, 2, 1).check(DType.FLOAT64);
    }
}
