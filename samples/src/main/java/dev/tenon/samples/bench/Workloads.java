package dev.tenon.samples.bench;

import java.util.List;
import java.util.stream.Stream;

/** All workloads, in the order of the PyTorch side. */
final class Workloads {
    private Workloads() {}

    static List<Workload> all() {
        return Stream.of(OperatorWorkloads.all(), ConvolutionWorkloads.all(), TinyWorkloads.all(), TrainingWorkloads.all())
            .flatMap(List::stream).toList();
    }
}
