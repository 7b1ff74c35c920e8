package dev.tenon.samples.files;

import dev.tenon.io.SafetensorsFile;
import dev.tenon.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tenon kills}: processes that are killed while they save and while they train. */
@Command(mixinStandardHelpOptions = true,
    description = "Kill processes at random moments while they save files and while they train with a checkpoint. What was saved before must be"
        + " there, the training must end as one that was never killed, and the next save must leave nothing behind. Ends with 1 otherwise.")
public final class KillsCommand implements Callable<Integer> {
    private static final int LONGEST_LIFE = 250;
    private static final int SECONDS = 60;

    @Option(names = "--count", defaultValue = "100", description = "kills of each kind; default ${DEFAULT-VALUE}")
    private int count = 100;

    @Option(names = "--seed", defaultValue = "1", description = "another seed, other moments; default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--interrupts", defaultValue = "20", description = "processes that are asked to end; default ${DEFAULT-VALUE}")
    private int interrupts = 20;

    private int faults;
    private int partsSeen;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return run(count, interrupts, seed);
    }

    static int run(int count, int interrupts, long seed) throws IOException, InterruptedException {
        var command = new KillsCommand();
        var folder = Files.createTempDirectory("tenon-kills");
        var random = new SplittableRandom(seed);
        try {
            command.saves(folder, count, random);
            command.trainings(folder, "train", count, ProcessHandle::destroyForcibly, random);
            command.trainings(folder, "interrupt", interrupts, ProcessHandle::destroy, random);
            return command.faults == 0 ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    private void saves(Path folder, int count, SplittableRandom random) throws IOException, InterruptedException {
        partsSeen = 0;
        for (int i = 0; i < count; i++) {
            var format = KillTarget.Saved.values()[i % KillTarget.Saved.values().length];
            var file = folder.resolve("saved");
            long told = killed(List.of("save", format.name(), file.toString()), ProcessHandle::destroyForcibly, random);
            requireNothingLost(format + " kill " + i, told, () -> format.value(file));
            partsSeen += names(folder).size() > 1 ? 1 : 0;
            format.write(file, 0);
            requireOnly(folder, file, "after the next save");
            Files.delete(file);
        }
        System.out.println(count + " kills while saving, " + partsSeen + " within a save: " + faults + " faults");
    }

    /**
     * Ends processes that train, goes on where the newest checkpoint is, and compares all state with that of a training that was never ended.
     *
     * @param kind whether they write checkpoints after every step ({@code train}) or only where they are asked to end ({@code interrupt})
     */
    private void trainings(Path folder, String kind, int count, Consumer<ProcessHandle> end, SplittableRandom random)
        throws IOException, InterruptedException {
        partsSeen = 0;
        int before = faults;
        var whole = folder.resolve("whole-" + kind);
        SmallTraining.train(SmallTraining.model(1, KillTarget.WIDTH), t -> t.epochs(Integer.MAX_VALUE).stepLimit(KillTarget.STEPS)
            .checkpoint(whole));
        var expected = SmallTraining.content(whole);
        int ended = 0;
        var checkpoints = folder.resolve("checkpoints-" + kind);
        long step = 0;
        for (int kills = 1; kills <= count; kills++) {
            long told = Math.max(step, killed(List.of(kind, checkpoints.toString()), end, random));
            requireNothingLost(kind + " kill " + kills, told, () -> step(checkpoints));
            partsSeen += hasParts(checkpoints) ? 1 : 0;
            step = step(checkpoints);
            if (step >= KillTarget.STEPS) {
                requireAsIfNeverKilled(checkpoints, expected);
                ended++;
                delete(checkpoints);
                step = 0;
            }
        }
        ended(List.of(kind, checkpoints.toString()));
        requireAsIfNeverKilled(checkpoints, expected);
        if (hasParts(checkpoints)) {
            fault("left behind after the training's end: " + names(checkpoints));
        }
        System.out.println(count + " kills by " + kind + ", " + partsSeen + " within a save, " + (ended + 1)
            + " trainings to their end: " + (faults - before) + " faults");
    }

    private static boolean hasParts(Path checkpoints) throws IOException {
        return Files.isDirectory(checkpoints) && names(checkpoints).stream().anyMatch(name -> name.endsWith(".part"));
    }

    private static void delete(Path folder) throws IOException {
        try (var left = Files.walk(folder)) {
            for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Kills a process some time after its first save; answers the last number that it said was saved. */
    private static long killed(List<String> arguments, Consumer<ProcessHandle> end, SplittableRandom random)
        throws IOException, InterruptedException {
        var process = ChildJvm.start(KillTarget.class, List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), arguments);
        var said = new AtomicLong();
        var reader = Thread.ofVirtual().start(() -> process.inputReader().lines().filter(line -> line.matches("\\d+"))
            .forEach(line -> said.set(Long.parseLong(line))));
        long start = System.nanoTime();
        while (said.get() == 0 && process.isAlive() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(SECONDS)) {
            Thread.sleep(1);
        }
        Thread.sleep(random.nextInt(LONGEST_LIFE));
        // Not through the process itself, which would close what it said last.
        end.accept(process.toHandle());
        process.waitFor();
        reader.join();
        return said.get();
    }

    private void ended(List<String> arguments) throws IOException, InterruptedException {
        var process = ChildJvm.start(KillTarget.class, List.of("-Xmx256m"), arguments);
        var said = new ArrayList<>(process.inputReader().lines().toList());
        if (process.waitFor() != 0) {
            fault("a training that was resumed failed: " + said.subList(Math.max(0, said.size() - 5), said.size()));
        }
    }

    private interface Saved {
        long number() throws IOException;
    }

    private void requireNothingLost(String what, long told, Saved saved) {
        try {
            long number = saved.number();
            if (number < told) {
                fault(what + ": " + told + " was saved, and " + number + " is there");
            }
        } catch (IOException | RuntimeException e) {
            fault(what + ": " + e);
        }
    }

    /** The step of the newest checkpoint that is whole; 0 without one. */
    private static long step(Path checkpoints) {
        var newest = Checkpoints.newest(checkpoints);
        if (newest.isEmpty()) {
            return 0;
        }
        try (var open = SafetensorsFile.open(newest.get())) {
            return Long.parseLong(open.metadata().getOrDefault("step", "-1"));
        }
    }

    private void requireAsIfNeverKilled(Path checkpoints, Map<String, String> expected) {
        var last = Checkpoints.newest(checkpoints).map(SmallTraining::content).orElse(Map.of());
        if (!last.equals(expected)) {
            var names = new TreeSet<>(expected.keySet());
            names.removeIf(name -> Objects.equals(expected.get(name), last.get(name)));
            fault("a training that was killed came to another end: " + names);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void requireOnly(Path folder, Path file, String when) throws IOException {
        var names = names(folder);
        if (!names.equals(List.of(file.getFileName().toString()))) {
            fault("left behind " + when + ": " + names);
        }
    }

    private void fault(String what) {
        faults++;
        System.out.println("FAULT " + what);
    }
}
