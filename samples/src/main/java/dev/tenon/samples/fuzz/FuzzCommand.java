package dev.tenon.samples.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tenon fuzz}: random calls that must end in a result or in an exception that names the operator. */
@Command(mixinStandardHelpOptions = true,
    description = "Make random calls of every operator, right ones and wrong ones, in child processes. Each must return, or throw an exception "
        + "of Tenon's that names the operator. Prints the simplest call for each fault found.")
public final class FuzzCommand implements Callable<Integer> {
    @Option(names = "--calls", defaultValue = "20000", description = "calls by name through the catalogue; default ${DEFAULT-VALUE}")
    private long calls = 20_000;

    @Option(names = "--typed", defaultValue = "10000", description = "calls of typed methods; default ${DEFAULT-VALUE}")
    private long typed = 10_000;

    @Option(names = "--device", paramLabel = "D", defaultValue = "cpu", description = "cpu or emulated; default ${DEFAULT-VALUE}")
    private String device = "cpu";

    @Option(names = "--seed", defaultValue = "1", description = "another seed makes other calls; default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--from", defaultValue = "0", description = "the number of the first call; default ${DEFAULT-VALUE}")
    private long from;

    @Option(names = "--minutes", defaultValue = "600",
        description = "the most time that both families take together; default ${DEFAULT-VALUE}")
    private double minutes = 600;

    @Option(names = "--hang", defaultValue = "10", description = "the most seconds that one call may take; default ${DEFAULT-VALUE}")
    private long hangSeconds = 10;

    @Option(names = "--folder", description = "for the files of child processes; default a temporary one")
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var until = Instant.now().plus(Duration.ofMillis((long) (minutes * 60_000)));
        var place = folder == null ? Files.createTempDirectory("tenon-fuzz") : Files.createDirectories(folder);
        if (device.equals("emulated")) {
            System.setProperty("tenon.gpu.driver", "emulated");
        }
        return family("names", calls, place, until) & family("typed", typed, place, until) ? 0 : 1;
    }

    private boolean family(String family, long count, Path place, Instant until) throws IOException, InterruptedException {
        if (count == 0) {
            return true;
        }
        var campaign = new Campaign(new Child(family, device, seed, hangSeconds, place), finding -> System.out.println(finding.text()));
        campaign.run(from, from + count, until);
        System.out.println(campaign.closingLine(family + " on " + device + ", seed " + seed));
        return campaign.findings().isEmpty() && campaign.made() == count;
    }
}
