package dev.tenon.samples.bench;

import dev.tenon.core.Device;
import java.util.List;
import java.util.stream.Stream;

/** The workloads, in the order of the PyTorch side. */
final class Workloads {
    private Workloads() {}

    static List<Workload> all() {
        return Stream.concat(ofAnyDevice().stream(), large().stream()).toList();
    }

    /** Those that are measured where none is named. */
    static List<Workload> of(Device.Kind kind) {
        return kind == Device.Kind.CPU ? ofAnyDevice() : all();
    }

    private static List<Workload> ofAnyDevice() {
        return Stream.of(OperatorWorkloads.all(), ConvolutionWorkloads.all(), TinyWorkloads.all(), TrainingWorkloads.all())
            .flatMap(List::stream).toList();
    }

    /** Of sizes that fill a GPU, and that take long on a CPU. */
    private static List<Workload> large() {
        return Stream.of(TrainingWorkloads.large(), OperatorWorkloads.large()).flatMap(List::stream).toList();
    }
}
