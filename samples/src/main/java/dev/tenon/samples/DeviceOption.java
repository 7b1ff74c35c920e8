package dev.tenon.samples;

import static dev.tenon.Tenon.best;
import static dev.tenon.Tenon.gpu;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import picocli.CommandLine.Option;

/** The option {@code --device}, the same in every command. */
public final class DeviceOption {
    @Option(names = "--device", paramLabel = "D", defaultValue = "cpu",
        description = "cpu, gpu or gpu:1 and so on, emulated (a GPU that the CPU plays, for tests), or best; default ${DEFAULT-VALUE}")
    private String name = "cpu";

    /**
     * The device that was asked for.
     *
     * @throws dev.tenon.core.DeviceException if it is not usable here
     */
    public Device device() {
        return switch (name) {
            case "cpu" -> Device.CPU;
            case "best" -> best();
            case "emulated" -> emulated();
            default -> {
                if (!name.matches("(gpu|cuda)(:\\d{1,4})?")) {
                    throw new ArgumentException("--device: there is no device '" + name + "'\n  try:   cpu, gpu, gpu:1, emulated or best");
                }
                yield gpu(Device.named(name).index());
            }
        };
    }

    /** Whether the CPU was asked for by name. */
    public boolean isCpu() {
        return name.equals("cpu");
    }

    private static Device emulated() {
        System.setProperty("tenon.gpu.driver", "emulated");
        return gpu();
    }
}
