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
    private static final Logger LOG = Logger.getLogger("dev.tenon.io");

    private final Path folder;
    private int refused;
    private int read;
    private int faults;

    private MutationTrial(Path folder) {
        this.folder = folder;
    }

    /** The arguments are the folder, the mutations of each format, the seed, and whether bombs are read, too. */
    public static void main(String[] args) throws IOException {
        // What is left out of a damaged file is no news here.
        LOG.setLevel(Level.OFF);
        var trial = new MutationTrial(Path.of(args[0]));
        int count = Integer.parseInt(args[1]);
        for (var kind : FileKind.values()) {
            trial.mutations(kind, count, Long.parseLong(args[2]));
        }
        if (Boolean.parseBoolean(args[3])) {
            trial.bombs();
        }
        System.out.printf(Locale.ROOT, "resident memory at most %.0f MB%n", peakMegabytes());
        System.exit(trial.faults == 0 ? 0 : 1);
    }

    private void mutations(FileKind kind, int count, long seed) throws IOException {
        var random = new SplittableRandom(seed + kind.ordinal());
        var samples = kind.samples(folder);
        var mutator = new Mutator(random);
        reset();
        int before = faults;
        for (int i = 0; i < count; i++) {
            var file = folder.resolve("damaged-" + i);
            Files.write(file, mutator.mutate(samples.get(random.nextInt(samples.size()))));
            read(kind, file, kind + " mutation " + i + " of seed " + seed);
            Files.delete(file);
        }
        System.out.printf(Locale.ROOT, "%-12s%d mutations: %d refused, %d read, %d faults, resident %.0f MB%n",
            kind.name().toLowerCase(Locale.ROOT),
            count, refused, read, faults - before, peakMegabytes());
    }

    private void bombs() throws IOException {
        reset();
        int before = faults;
        var bombs = Bombs.all();
        for (var named : bombs.entrySet()) {
            var file = folder.resolve("bomb");
            named.getValue().write(file);
            read(named.getValue().kind(), file, named.getKey());
            Files.delete(file);
        }
        System.out.printf(Locale.ROOT, "%-12s%d: %d refused, %d read, %d faults, resident %.0f MB%n", "bombs", bombs.size(), refused, read,
            faults - before, peakMegabytes());
    }

    private void reset() {
        refused = 0;
        read = 0;
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
