package dev.tenon.samples.conformance;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.registry.Layers;
import dev.tenon.optim.Optimizers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One training case: the loss of every batch, and the parameters in the end. */
final class TrainingCheck {
    private TrainingCheck() {}

    static Verdict run(GoldenCase golden, Device device) {
        var architecture = golden.text("architecture");
        return Verdicts.of("training", architecture, golden, () -> Optimizers.names().contains(golden.text("optimizer")),
            () -> check(architecture, golden, device));
    }

    private static Comparison check(String architecture, GoldenCase golden, Device device) {
        var comparison = new Comparison(LayerCheck.RTOL, LayerCheck.ATOL);
        var model = model(architecture).to(DType.FLOAT64).to(device).train();
        model.loadStateDict(LayerCheck.state(golden.map("state"), device));
        var loss = Layers.create(golden.text("loss"), Map.of());
        var optimizer = Optimizers.create(golden.text("optimizer"), Arguments.resolve(golden.map("args"), List.of()), model.parameters());
        var losses = golden.list("losses");
        for (int i = 0; i < losses.size() && comparison.clean(); i++) {
            var batch = (Map<?, ?>) golden.list("batches").get(i);
            var x = GoldenTensor.of(batch.get("x")).tensor(device);
            var y = GoldenTensor.of(batch.get("y")).tensor(device);
            optimizer.zeroGrad();
            var error = loss.forward(List.of(model.forward(x), y));
            error.backward();
            optimizer.step();
            comparison.values("loss " + i, new double[] {GoldenTensor.number(losses.get(i))}, error.toDoubleArray());
        }
        LayerCheck.compareState(comparison, golden.map("state_after"), model.stateDict());
        return comparison;
    }

    private static Layer model(String architecture) {
        return switch (architecture) {
            case "mlp" -> new Sequential(layer("Flatten"), linear(16, 12), layer("ReLU"), linear(12, 12), layer("ReLU"), linear(12, 4));
            case "cnn" -> new Sequential(layer("Conv2d", "in_channels", 1L, "out_channels", 4L, "kernel_size", 3L, "padding", 1L),
                layer("BatchNorm2d", "num_features", 4L), layer("ReLU"), layer("MaxPool2d", "kernel_size", 2L), layer("Flatten"),
                linear(16, 4));
            case "linear" -> linear(1, 1);
            default -> throw new IllegalArgumentException("golden case: there is no architecture '" + architecture + "'");
        };
    }

    private static Layer linear(long in, long out) {
        return layer("Linear", "in_features", in, "out_features", out);
    }

    private static Layer layer(String name, Object... args) {
        var named = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < args.length; i += 2) {
            named.put((String) args[i], args[i + 1]);
        }
        return Layers.create(name, named);
    }
}
