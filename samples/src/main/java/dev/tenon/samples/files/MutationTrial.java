package dev.tenon.samples.files;

import dev.tenon.core.TenonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reads damaged files in a JVM of its own, and prints what came of it. Ends with 1 if anything was not as it must be. */
final class MutationTrial {
    static final String BOMBS = "bombs";
    private static final Logger LOG = Logger.getLogger("dev.tenon.io");

    private final Path folder;
    private int refused;
    private int read;
    private int faults;

    private MutationTrial(Path folder) {
        this.folder = folder;
    }

    /** The arguments are the folder, the format or {@code bombs}, how many mutations, and the seed. */
    public static void main(String[] args) throws IOException {
        // What is left out of a damaged file is no news here.
        LOG.setLevel(Level.OFF);
        var trial = new MutationTrial(Path.of(args[0]));
        if (args[1].equals(BOMBS)) {
            trial.bombs();
        } else {
            trial.mutations(FileKind.valueOf(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
        }
        System.exit(trial.faults == 0 ? 0 : 1);
    }

    private void mutations(FileKind kind, int count, long seed) throws IOException {
        var random = new SplittableRandom(seed + kind.ordinal());
        var samples = kind.samples(folder);
        var mutator = new Mutator(random);
        for (int i = 0; i < count; i++) {
            var file = folder.resolve("damaged-" + i);
            Files.write(file, mutator.mutate(samples.get(random.nextInt(samples.size()))));
            read(kind, file, kind + " mutation " + i + " of seed " + seed);
            Files.delete(file);
        }
        System.out.printf(Locale.ROOT, "%-12s%d mutations: %d refused, %d read, %d faults, resident %.0f MB%n",
            kind.name().toLowerCase(Locale.ROOT),
            count, refused, read, faults, peakMegabytes());
    }

    private void bombs() throws IOException {
        var bombs = Bombs.all();
        for (var named : bombs.entrySet()) {
            var file = folder.resolve("bomb");
            named.getValue().write(file);
            read(named.getValue().kind(), file, named.getKey());
            Files.delete(file);
        }
        System.out.printf(Locale.ROOT, "%-12s%d: %d refused, %d read, %d faults, resident %.0f MB%n", BOMBS, bombs.size(), refused, read,
            faults, peakMegabytes());
    }

    private void read(FileKind kind, Path file, String what) {
        try {
            kind.read(file);
            read++;
        } catch (TenonException e) {
            refused++;
            if (!String.valueOf(e.getMessage()).contains(file.toString())) {
                fault(what, "the message does not name the file", e);
            }
        } catch (Exception | Error e) {
            fault(what, "an exception of the wrong kind", e);
        }
    }

    private void fault(String what, String why, Throwable error) {
        faults++;
        System.out.println("FAULT " + what + ": " + why + ": " + error);
        List.of(error.getStackTrace()).stream().limit(6).forEach(frame -> System.out.println("    at " + frame));
    }

    /** The most that this process ever occupied; only Linux says it in a file. */
    private static double peakMegabytes() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum()
                / 1e3;
        }
    }
}
