package dev.tenon.samples.bench;

import static dev.tenon.Tenon.manualSeed;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.samples.DeviceOption;
import dev.tenon.tensor.Creation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon bench}: one JSON line per workload, as the PyTorch side prints them. */
@Command(mixinStandardHelpOptions = true, description = "Measure the workloads of the side-by-side benchmark; one JSON line each.")
public final class BenchCommand implements Callable<Integer> {
    @Option(names = "--list", description = "print the workloads' names")
    private boolean list;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "only these workloads, in this order")
    private List<String> only = List.of();

    @Option(names = "--reps", defaultValue = "30", description = "repetitions at most; default ${DEFAULT-VALUE}")
    private int reps = 30;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() {
        if (list) {
            Workloads.of(device.isCpu() ? Device.Kind.CPU : Device.Kind.GPU).forEach(workload -> System.out.println(workload.name()));
            return 0;
        }
        var on = device.device();
        var names = only.isEmpty() ? Workloads.of(on.kind()).stream().map(Workload::name).toList() : only;
        var known = Workloads.all().stream().collect(Collectors.toMap(Workload::name, workload -> workload));
        for (var name : names) {
            var workload = known.get(name);
            System.out.println(workload == null ? error(name, "there is no such workload; --list names them") : line(workload, on));
            // Who stops a long run has what was measured until then.
            System.out.flush();
        }
        return 0;
    }

    private String line(Workload workload, Device on) {
        manualSeed(0);
        try {
            var measured = Measurement.of(workload.prepare().apply(on), reps, () -> synchronize(on));
            return measured.json(workload.name(), "tenon", Runtime.getRuntime().availableProcessors());
        } catch (RuntimeException | OutOfMemoryError | LinkageError | StackOverflowError e) {
            return error(workload.name(), String.valueOf(e.getMessage()));
        }
    }

    private static String error(String name, String message) {
        return "{\"workload\": \"%s\", \"error\": \"%s\"}".formatted(name, message.replaceAll("[\"\\\\\\s]+", " "));
    }

    /** The CPU runs each operator before it returns; reading an element waits for everything that a GPU has queued. */
    private static void synchronize(Device on) {
        if (on.kind() == Device.Kind.GPU) {
            Creation.zeros(DType.FLOAT32, on, 1).item();
        }
    }
}
