package dev.tenon.train;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.TensorDataset;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FirstBatchTest {
    @Test
    void aForgottenFlattenIsSaidWithAllShapes() {
        var model = sequential(image(1, 4, 4), s -> s.conv2d(2, c -> c.kernel(3).same()).relu()).build(Device.CPU, seed(1));
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> train(model, randn(8, 1, 4, 4), zeros(DType.INT64, 8), crossEntropy()))
            .withMessageContaining("the loss does not take the model's output and the target, as the first batch shows")
            .withMessageContaining("x: [8, 1, 4, 4]").withMessageContaining("output: [8, 2, 4, 4]").withMessageContaining("target: [8]")
            .withMessageContaining("try:   flatten() before the last linear layer");
    }

    @Test
    void dataThatTheModelDoesNotTakeIsSaid() {
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> train(linear(3), randn(8, 5), zeros(DType.INT64, 8), crossEntropy()))
            .withMessageContaining("the model does not take the data").withMessageContaining("x: [8, 5]").withMessageContaining("because:");
    }

    @Test
    void aTargetOutOfTheClassesAndALossOfEachSampleAreSaid() {
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> train(linear(3), randn(8, 3), full(new long[] {8}, 2, DType.INT64), crossEntropy()))
            .withMessageContaining("targets from 0 to 1");
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> train(linear(3), randn(8, 3), zeros(8, 2), (output, target) -> output.sub(target)))
            .withMessageContaining("the loss is not one number but [8, 2]");
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> train(linear(3), randn(8, 3), zeros(8, 2), (output, target) -> output.detach().sum()))
            .withMessageContaining("does not depend on any parameter");
    }

    @Test
    void lookingChangesNothing() {
        var model = sequential(features(3), s -> s.linear(4).batchNorm().dropout(0.5).linear(2)).build(Device.CPU, seed(1));
        var before = model.namedBuffers().values().iterator().next().toDoubleArray();
        manualSeed(3);
        var state = Generator.global().state();
        dev.tenon.Tenon.train(model, t -> t.data(new TensorDataset(ones(8, 3), zeros(DType.INT64, 8)).batches(4)).loss(crossEntropy())
            .optimizer(sgd(o -> o)).callbacks(new Callback() {
                @Override
                public void fitBegins(TrainingContext training) {
                    assertThat(Generator.global().state()).isEqualTo(state);
                    assertThat(model.namedBuffers().values().iterator().next().toDoubleArray()).isEqualTo(before);
                }
            }));
    }

    private static Layer linear(long features) {
        return sequential(features(features), s -> s.linear(2)).build(Device.CPU, seed(1));
    }

    private static void train(Layer model, Tensor x, Tensor y, Loss loss) {
        dev.tenon.Tenon.train(model, t -> t.data(new TensorDataset(x, y).batches(8)).loss(loss).optimizer(sgd(o -> o)));
    }
}
