package dev.tenon.samples.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Starts {@link Player}s: with little memory, so that what is huge is refused, and watched, so that what hangs ends. */
final class Child {
    private static final int MISSING = 1;
    private static final Duration START = Duration.ofSeconds(30);

    private final String family;
    private final String device;
    private final long seed;
    private final long hangSeconds;
    private final Path folder;

    Child(String family, String device, long seed, long hangSeconds, Path folder) {
        this.family = family;
        this.device = device;
        this.seed = seed;
        this.hangSeconds = hangSeconds;
        this.folder = folder;
    }

    /**
     * How a process ended.
     *
     * @param place where it was
     * @param exit its code
     * @param outOfTime whether it was stopped because the run's time was over
     * @param key what ended it
     */
    record End(Place place, int exit, boolean outOfTime, boolean stuck, String key, String detail) {
        boolean finished() {
            return exit == 0;
        }

        boolean broken() {
            return !outOfTime && exit != 0 && exit != MISSING && exit != Player.FAULTY;
        }

        boolean missing() {
            return exit == MISSING;
        }

        String kind() {
            return exit == Player.HUNG || stuck ? "hang" : "death";
        }
    }

    End play(long from, long to, Instant until, Consumer<String> lines) throws IOException, InterruptedException {
        return run(List.of("play", from + "", to + ""), until, lines);
    }

    End replay(Place place) throws IOException, InterruptedException {
        return run(List.of("replay", place.toString(), ""), Instant.MAX, _ -> {});
    }

    /** The call of a place as Java code; without making it. */
    String text(Place place) {
        var call = new Plan(family, device, seed).at(place);
        return call == null ? "" : call.java();
    }

    /** What the call of a place calls. */
    String operator(Place place) {
        var call = new Plan(family, device, seed).at(place);
        return call == null ? "" : call.operator();
    }

    private End run(List<String> task, Instant until, Consumer<String> heard) throws IOException, InterruptedException {
        try (var files = Files.list(folder)) {
            for (var old : files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList()) {
                Files.delete(old);
            }
        }
        var file = folder.resolve("place");
        var output = folder.resolve("output");
        Files.deleteIfExists(file);
        var process = new ProcessBuilder(command(task, file)).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        var watch = new Watch(process, file);
        boolean outOfTime = false;
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            outOfTime = Instant.now().isAfter(until);
            if (outOfTime || watch.isStuck()) {
                process.destroyForcibly().waitFor();
            }
        }
        var lines = lines(output);
        lines.forEach(heard);
        var place = Place.read(file, Place.parse(task.get(1)));
        int exit = process.exitValue();
        var hang = lines.stream().filter(line -> line.startsWith("hang\t")).findFirst().map(line -> line.split("\t", -1)).orElse(null);
        var key = hang != null ? hang[2] : problem();
        var detail = hang != null ? hang[4] : "exit code " + exit + ", " + problem();
        return new End(place, exit, outOfTime, watch.stuck, key, detail);
    }

    private static List<String> lines(Path output) throws IOException {
        var lines = new ArrayList<String>();
        try (var reader = new BufferedReader(new java.io.InputStreamReader(Files.newInputStream(output), StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The frame in which the virtual machine says that it died. */
    private String problem() throws IOException {
        try (var files = Files.list(folder)) {
            var log = files.filter(file -> file.getFileName().toString().startsWith("hs_err")).findFirst();
            if (log.isEmpty()) {
                return "without a word";
            }
            var lines = Files.readAllLines(log.get(), StandardCharsets.ISO_8859_1);
            int frame = lines.indexOf("# Problematic frame:");
            var native_ = frame < 0 ? "" : lines.get(frame + 1).replaceAll("^# *|\\+0x[0-9a-f]+.*|0x[0-9a-f]+", "").strip();
            var java = lines.stream().filter(line -> line.matches("^[JjVv].* dev\\.tenon\\..*")).findFirst().orElse("");
            return native_ + " " + java.replaceAll(".* (dev\\.tenon\\.[\\w.$]+)\\(.*", "$1");
        }
    }

    private List<String> command(List<String> task, Path file) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(
            Stream.of(java, "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-OmitStackTraceInFastThrow",
                "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"), "-XX:-CreateCoredumpOnCrash", "-Dtenon.memory.limit=536870912",
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Player.class.getName()),
            Stream.of(task.getFirst(), family, device, seed + "", file.toString(), hangSeconds + "", task.get(1), task.get(2))).toList();
    }

    /** Sees a process that cannot even end itself. */
    private final class Watch {
        private final Process process;
        private final Path file;
        private String last = "";
        private Instant since = Instant.now().plus(START);
        private boolean stuck;

        Watch(Process process, Path file) {
            this.process = process;
            this.file = file;
        }

        boolean isStuck() throws IOException {
            var now = Files.exists(file) && Files.size(file) > 0 ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            if (!now.equals(last)) {
                last = now;
                since = Instant.now();
            }
            stuck = process.isAlive() && Instant.now().isAfter(since.plusSeconds(Player.PATIENCE * hangSeconds + 10));
            return stuck;
        }
    }
}
