package dev.tenon.samples.bits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to run {@link Bits}: a process with some flags of its own.
 *
 * @param rounds how often operators are computed
 * @param trainings how often each training is run
 */
record Way(String name, int rounds, int trainings, List<String> flags) {
    boolean computes(String computation) {
        return trainings > 0 || !computation.startsWith(BitsTrainings.PREFIX);
    }

    /** The hashes by name. */
    Map<String, String> run(int elements) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
            "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(flags);
        command.addAll(
            List.of("-cp", System.getProperty("java.class.path"), Bits.class.getName(), elements + "", rounds + "", trainings + ""));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var hashes = new TreeMap<String, String>();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> {
                int space = line.lastIndexOf(' ');
                hashes.put(line.substring(0, space), line.substring(space + 1));
            });
        }
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("the process '" + name + "' ended with code " + exit);
        }
        return hashes;
    }
}
