package dev.tenon.samples.bench;

import dev.tenon.core.Device;
import java.util.function.Function;

/**
 * One thing to measure.
 *
 * @param name the name that both sides of the benchmark use
 * @param prepare makes the inputs on a device and gives one repetition
 */
record Workload(String name, Function<Device, Runnable> prepare) {}
