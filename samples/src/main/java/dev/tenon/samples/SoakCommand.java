package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.tensor.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon soak}: a plain loop with no scope and no close, whose memory must not grow. */
@Command(mixinStandardHelpOptions = true,
    description = "Train an MLP in an explicit loop and report resident memory after a tenth of the steps and at the end.")
final class SoakCommand implements Callable<Integer> {
    @Option(names = "--steps", defaultValue = "20000", description = "default ${DEFAULT-VALUE}")
    private int steps = 20_000;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        var on = device.device();
        var model = sequential(image(1, 28, 28), s -> s.flatten().linear(512).relu().linear(512).relu().linear(10)).build(on, seed(1));
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        manualSeed(1);
        double early = 0;
        for (int step = 1; step <= steps; step++) {
            var x = Generator.global().normal(0, 1, DType.FLOAT32, on, 64, 1, 28, 28);
            var y = Generator.global().randint(0, 10, DType.INT64, on, 64);
            var loss = crossEntropy(model.forward(x), y);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (step == steps / 10 || step == steps) {
                early = early == 0 ? residentMegabytes() : early;
                System.out.printf(Locale.ROOT, "step %5d  loss %.4f  resident %.1f MB%n", step, loss.item(), residentMegabytes());
            }
        }
        System.out.printf(Locale.ROOT, "resident memory grew by %.1f %%%n", 100 * (residentMegabytes() / early - 1));
        return 0;
    }

    /** What the system says that this process occupies; only Linux says it in a file. */
    static double residentMegabytes() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            var runtime = Runtime.getRuntime();
            return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
        }
        try (var lines = Files.lines(status)) {
            long kibibytes = lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
            return kibibytes * 1024 / 1e6;
        }
    }
}
