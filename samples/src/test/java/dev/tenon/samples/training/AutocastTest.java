package dev.tenon.samples.training;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.optim.Sgd;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Autocast;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mixed precision: which operators compute in what, and gradients of parameters that stay float32. */
class AutocastTest {
    private static Tensor of(Device device, double[] values, long... shape) {
        return Creation.of(values, DType.FLOAT64, device, shape).to(DType.FLOAT32);
    }

    private static Device device(String name) {
        return name.equals("cpu") ? Device.CPU : EmulatedGpu.device();
    }

    @ParameterizedTest
    @CsvSource({"cpu, bfloat16", "cpu, float16", "gpu, bfloat16", "gpu, float16"})
    void products_are_of_the_lower_precision_and_losses_of_float32(String device, String name) {
        var dtype = DType.named(name);
        var x = of(device(device), new double[] {1, 2, 3, 4}, 2, 2);
        var low = x.to(dtype);
        assertThat(autocast(dtype, () -> x.matmul(x)).dtype()).isEqualTo(dtype);
        assertThat(autocast(dtype, () -> linear(x, x, x.select(0, 0))).dtype()).isEqualTo(dtype);
        assertThat(autocast(dtype, () -> einsum(List.of(x, x), "ij,jk->ik")).dtype()).isEqualTo(dtype);
        assertThat(autocast(dtype, () -> scaledDotProductAttention(x.unsqueeze(0), x.unsqueeze(0), x.unsqueeze(0))).dtype())
            .isEqualTo(dtype);
        assertThat(autocast(dtype, () -> conv1d(x.unsqueeze(0), x.unsqueeze(2))).dtype()).isEqualTo(dtype);
        for (var wide : List.<Tensor>of(autocast(dtype, () -> low.softmax(-1)), autocast(dtype, low::exp), autocast(dtype, () -> low.sum()),
            autocast(dtype, () -> layerNorm(low, new long[] {2})), autocast(dtype, () -> mseLoss(low, x)),
            autocast(dtype, () -> crossEntropy(low, zeros(2).to(DType.INT64).to(x.device()))))) {
            assertThat(wide.dtype()).isEqualTo(DType.FLOAT32);
        }
        assertThat(autocast(dtype, () -> low.add(x)).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(autocast(dtype, () -> low.relu()).dtype()).isEqualTo(dtype);
        assertThat(autocast(dtype, () -> Autocast.withoutAutocast(() -> x.matmul(x))).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(x.matmul(x).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(autocast(dtype, () -> x.to(DType.FLOAT64).matmul(x.to(DType.FLOAT64))).dtype()).isEqualTo(DType.FLOAT64);
    }

    /** Two layers, whose loss and gradients are PyTorch's within autocast on the CPU. */
    @ParameterizedTest
    @CsvSource({"cpu", "gpu"})
    void losses_and_gradients_are_PyTorchs(String name) {
        var device = device(name);
        var x = of(device, new double[] {0.11, -0.52, 0.73, 1.3, 0.27, -0.91}, 2, 3);
        var first = of(device, new double[] {0.3, -0.7, 0.2, 0.9, 0.4, -0.1}, 2, 3).requiresGrad_();
        var bias = of(device, new double[] {0.05, -0.15}, 2).requiresGrad_();
        var second = of(device, new double[] {0.6, -0.3, -0.8, 0.45}, 2, 2).requiresGrad_();
        var target = tensor(new long[] {0, 1}).to(device);
        var loss = autocast(DType.BFLOAT16, () -> crossEntropy(linear(linear(x, first, bias).tanh(), second), target));
        loss.backward();
        assertThat(loss.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(loss.item()).isCloseTo(0.3898559808731079, within(1e-6));
        var expected = List.of(new double[] {0.318359375, 0.140625, -0.333984375, -0.044189453125, -0.05859375, 0.1044921875},
            new double[] {0.12109375, 0.049560546875}, new double[] {-0.059326171875, 0.1982421875, 0.059326171875, -0.1982421875});
        var parameters = List.of(first, bias, second);
        for (int i = 0; i < 3; i++) {
            var grad = parameters.get(i).grad();
            assertThat(grad.dtype()).isEqualTo(DType.FLOAT32);
            var found = grad.toDoubleArray();
            for (int k = 0; k < found.length; k++) {
                // One rounding of a gradient of bfloat16.
                assertThat(found[k]).isCloseTo(expected.get(i)[k], within(Math.abs(expected.get(i)[k]) * 0x1p-7 + 1e-6));
            }
        }
    }

    @Test
    void a_parameter_is_cast_once_within_a_region_and_again_after_a_step() {
        var weight = of(Device.CPU, new double[] {1, 2, 3, 4}, 2, 2).requiresGrad_();
        var x = ones(2, 2);
        var products = new ArrayList<Tensor>();
        autocast(DType.BFLOAT16, () -> {
            products.add(x.matmul(weight));
            products.add(x.matmul(weight));
            products.get(0).add(products.get(1)).sum().backward();
            Sgd.DEFAULT.lr(1).over(List.of(weight)).step();
            products.add(x.matmul(weight));
            return true;
        });
        assertThat(products.get(0).toDoubleArray()).containsExactly(4, 6, 4, 6);
        assertThat(weight.grad().toDoubleArray()).containsExactly(4, 4, 4, 4);
        assertThat(products.get(2).toDoubleArray()).containsExactly(-4, -2, -4, -2);
    }

    @Test
    void a_scaled_float16_loss_trains_a_float32_parameter() {
        var scaler = gradScaler(o -> o.initScale(1024));
        var weight = ones(1, 1).requiresGrad_();
        var optimizer = sgd(o -> o.lr(0.5)).over(List.of(weight));
        var loss = autocast(DType.FLOAT16, () -> ones(1, 1).matmul(weight).square().sum());
        scaler.scale(loss).backward();
        assertThat(scaler.step(optimizer)).isTrue();
        scaler.update();
        assertThat(weight.item()).isZero();
    }

    @Test
    void other_precisions_are_refused() {
        assertThatThrownBy(() -> autocast(DType.FLOAT64, () -> 1)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("bfloat16 or float16, got").hasMessageContaining("try:");
    }
}
