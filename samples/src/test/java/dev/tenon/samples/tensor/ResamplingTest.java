package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.tensor.Expect.elements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.InterpolateMode;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplingTest {
    private static Device device(String name) {
        return name.equals("gpu") ? EmulatedGpu.device() : Device.CPU;
    }

    private static Tensor signal(Device device, double... values) {
        return tensor(values).to(device).reshape(1, 1, values.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void aDimensionThatKeepsItsSizeKeepsItsElements(String name) {
        var device = device(name);
        elements(signal(device, 1, 2, 3).interpolate(new double[] {1.3}, InterpolateMode.LINEAR, false), 1, 2, 3);
        elements(
            signal(device, 1, Double.NaN, 3, Double.POSITIVE_INFINITY).interpolate(new long[] {4}, null, InterpolateMode.LINEAR, false),
            1, Double.NaN, 3, Double.POSITIVE_INFINITY);
        elements(signal(device, 1, 2).interpolate(new double[] {1.00001}), 1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void whatTheFilterDoesNotReachDoesNotCount(String name) {
        var row = tensor(new double[] {1, Double.NaN, 3, 4}).to(device(name)).reshape(1, 1, 1, 4);
        var wide = row.interpolate(new long[] {1, 8}, null, InterpolateMode.BILINEAR, false, null, true);
        elements(wide, 1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 3.25, 3.75, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void eachDimensionHasAFactorOfItsOwn(String name) {
        var image = arange(4.0).reshape(1, 1, 2, 2).to(device(name));
        assertThat(image.interpolate(new double[] {2, 1.5}).shape().toArray()).containsExactly(1, 1, 4, 3);
        elements(image.upsampleNearest(new double[] {1, 2}), 0, 0, 1, 1, 2, 2, 3, 3);
        elements(image.upsampleBilinear(new double[] {1, 1.5}), 0, 0.5, 1, 2, 2.5, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void aPlaceThatIsNowhereReadsTheFirstPixelOfAnImageAndNothingInAVolume(String name) {
        var device = device(name);
        var image = arange(1.0, 13.0).reshape(1, 1, 3, 4).to(device);
        var nowhere = full(new long[] {1, 1, 1, 2}, Double.NaN).to(device);
        elements(gridSample(image, nowhere, dev.tenon.ops.GridMode.NEAREST, dev.tenon.ops.GridPadding.BORDER), 1);
        elements(gridSample(image, nowhere, dev.tenon.ops.GridMode.BILINEAR, dev.tenon.ops.GridPadding.BORDER), 1);
        elements(gridSample(image, nowhere), Double.NaN);
        var volume = ones(1, 1, 2, 2, 2).to(device);
        elements(gridSample(volume, full(new long[] {1, 1, 1, 1, 3}, Double.POSITIVE_INFINITY).to(device)), 0);
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        var image = zeros(1, 1, 2, 2);
        assertThatThrownBy(() -> image.interpolate(new long[] {1, 1L << 30})).isInstanceOf(ShapeException.class)
            .hasMessageContaining("interpolate: dimension 3 can have at most");
        assertThatThrownBy(() -> image.interpolate(new double[] {1, 1e300})).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("cannot become 1.0E300 times as long");
        assertThatThrownBy(() -> image.interpolate(new double[] {1, Double.NaN})).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> image.interpolate(new double[] {2})).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("one number for each of the 2 dimensions");
    }
}
