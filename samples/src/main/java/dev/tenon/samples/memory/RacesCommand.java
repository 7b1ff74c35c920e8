package dev.tenon.samples.memory;

import dev.tenon.samples.DeviceOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon races}: memory is released in one thread while others use it. */
@Command(mixinStandardHelpOptions = true, description = {
    "Release tensors in one thread while others compute with them, read their segments, take them over and write to them, and look whether"
        + " anyone sees a value of another tensor. Only exceptions may come of it. Under pressure with"
        + " TENON_JAVA_OPTS='-Xmx256m -Dtenon.memory.limit=64000000'. Ends with 1 if there was a fault."})
public final class RacesCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "1000", description = "default ${DEFAULT-VALUE}")
    private int rounds = 1000;

    @Option(names = "--seed", defaultValue = "1", description = "of the first round; the next ones count up; default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        var races = new Races(device.device(), seed);
        races.run(rounds);
        races.faults().forEach((round, fault) -> System.out.println(round + ": " + fault));
        System.out.printf(Locale.ROOT, "%d races, %d threads stopped by an exception, %d faults, %.1f s%n", rounds, races.refused(),
            races.faults().size(), (System.nanoTime() - start) / 1e9);
        return races.faults().isEmpty() ? 0 : 1;
    }
}
