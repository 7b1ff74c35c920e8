package dev.tenon.cpu.kernels.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code as_strided_scatter}; the expected values are PyTorch's. */
class StridedScatterTest {
    private static final long[] SIZE = {2, 2};
    private static final long[] STRIDE = {1, 2};

    private static Tensor counted(long... sizes) {
        int numel = (int) Creation.ones(DType.FLOAT64, Device.CPU, sizes).numel();
        return Creation.of(IntStream.range(0, numel).asDoubleStream().toArray(), DType.FLOAT64, Device.CPU, sizes);
    }

    private static Tensor ones() {
        return Creation.ones(DType.FLOAT64, Device.CPU, SIZE);
    }

    @Test
    void theSourceIsWrittenWhereTheViewWouldLieAndTheInputStaysAsItIs() {
        var input = counted(3, 4);
        assertThat(Ops.asStridedScatter(input, ones(), SIZE, STRIDE, 1L).toDoubleArray()).containsExactly(0, 1, 1, 1, 1, 5, 6, 7, 8, 9, 10,
            11);
        assertThat(input.toDoubleArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(Ops.asStridedScatter(counted(3, 4), counted(2, 2), SIZE, new long[] {1, 1}, 1L).toDoubleArray()).startsWith(0, 0, 2, 3);
    }

    @Test
    void placesAreThoseOfTheStorageAndWhatLiesBesideTheInputIsDropped() {
        var transposed = counted(3, 4).mT();
        assertThat(Ops.asStridedScatter(transposed, ones(), SIZE, STRIDE, 1L).toDoubleArray())
            .containsExactly(0, 1, 8, 1, 5, 9, 1, 6, 10, 1, 7, 11);
        var part = Ops.narrow(counted(20), 0, 4, 6);
        assertThat(Ops.asStridedScatter(part, Creation.zeros(DType.FLOAT64, Device.CPU, 2), new long[] {2}, new long[] {1}).toDoubleArray())
            .containsExactly(0, 0, 6, 7, 8, 9);
        assertThat(
            Ops.asStridedScatter(part, Creation.zeros(DType.FLOAT64, Device.CPU, 4), new long[] {4}, new long[] {1}, 2L).toDoubleArray())
            .containsExactly(0, 0, 6, 7, 8, 9);
        var repeated = Ops.expand(Creation.zeros(DType.FLOAT64, Device.CPU, 1, 3), 2, 3);
        assertThat(Ops.asStridedScatter(repeated, Creation.ones(DType.FLOAT64, Device.CPU, 2), new long[] {2}, new long[] {1}, 1L)
            .toDoubleArray()).containsExactly(0, 1, 1, 0, 0, 0);
    }

    @Test
    void theGradientOfTheInputIsThatOfPyTorchWhereTheSourceIsWritten() {
        var input = counted(3, 4).requiresGrad_(true);
        var src = ones().requiresGrad_(true);
        Ops.sum(Ops.mul(Ops.asStridedScatter(input, src, SIZE, STRIDE, 1L), Ops.add(counted(3, 4), 1))).backward();
        assertThat(input.grad().toDoubleArray()).containsExactly(0, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0);
        assertThat(src.grad().toDoubleArray()).containsExactly(2, 4, 3, 5);
    }

    @Test
    void anotherSizeOfTheSourceAndAViewBesideTheStorageAreRefused() {
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> Ops.asStridedScatter(counted(3, 4), ones(), new long[] {3, 2}, STRIDE, 0L))
            .withMessageContaining("as_strided_scatter: src must have the size [3, 2]");
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> Ops.asStridedScatter(counted(3, 4), ones(), SIZE, STRIDE, 1L << 40))
            .withMessageContaining("as_strided_scatter: size [2, 2]").withMessageContaining("must stay inside the storage");
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> Ops.asStridedScatter(counted(3, 4), ones(), SIZE, new long[] {-1, 2}, 5L))
            .withMessageContaining("stride [-1, 2]");
    }
}
