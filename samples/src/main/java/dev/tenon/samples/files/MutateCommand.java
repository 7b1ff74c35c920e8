package dev.tenon.samples.files;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tenon mutate}: damaged files of every format, read in a small JVM. */
@Command(mixinStandardHelpOptions = true,
    description = "Damage files of every format, and read them and some bombs in a JVM with a small heap. Each must be read or refused with a"
        + " message that names it. Ends with 1 if one is not.")
public final class MutateCommand implements Callable<Integer> {
    @Option(names = "--count", defaultValue = "3000", description = "mutations of each format; default ${DEFAULT-VALUE}")
    private int count = 3000;

    @Option(names = "--seed", defaultValue = "1", description = "another seed, other mutations; default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--heap", defaultValue = "256m", description = "heap of the JVM that reads; default ${DEFAULT-VALUE}")
    private String heap = "256m";

    @Option(names = "--no-bombs", description = "leave out the bombs, which take a minute")
    private boolean withoutBombs;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return run(count, seed, heap, !withoutBombs);
    }

    static int run(int count, long seed, String heap, boolean bombs) throws IOException, InterruptedException {
        var trials = new ArrayList<String>();
        for (var kind : FileKind.values()) {
            trials.add(kind.name());
        }
        if (bombs) {
            trials.add(MutationTrial.BOMBS);
        }
        int worst = 0;
        for (var trial : trials) {
            worst = Math.max(worst, run(trial, count, seed, heap));
        }
        return worst;
    }

    /** In a process for each, so that one's memory is not the next one's. */
    private static int run(String trial, int count, long seed, String heap) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("tenon-mutate");
        try {
            var process = ChildJvm.start(MutationTrial.class, List.of("-Xmx" + heap),
                List.of(folder.toString(), trial, Integer.toString(count), Long.toString(seed)));
            try (var lines = process.inputReader()) {
                lines.lines().filter(line -> !line.startsWith("WARNING: Using incubator")).forEach(System.out::println);
            }
            int status = process.waitFor();
            if (status > 1) {
                System.out.println("FAULT the JVM that read " + trial + " ended with " + status);
            }
            return status;
        } finally {
            try (var left = Files.walk(folder)) {
                for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
