package dev.tenon.samples.bits;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tenon bits}: results must not depend on the compiler, the threads or the process. */
@Command(mixinStandardHelpOptions = true,
    description = "Compare the bits of every operator and of five trainings, run six times each, with 1, 2 and 3 threads, interpreted and compiled.")
public final class BitsCommand implements Callable<Integer> {
    private static final int TINY = 67;
    private static final int FULL = 4099;

    @Option(names = "--quick", description = "few elements, and compilers in a hurry")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var differing = quick ? compare(TINY, quick()) : compare(FULL, full());
        if (!quick) {
            var ways = new ArrayList<>(quick());
            ways.add(new Way("interpreter", 1, 0, List.of("-Xint", "-Dtenon.threads=1")));
            differing.addAll(compare(TINY, ways));
        }
        return differing.isEmpty() ? 0 : 1;
    }

    /** By the first compiler, and by both compilers, which wait for less than usual. */
    static List<Way> quick() {
        return List.of(new Way("first compiler", 2, 1, List.of("-XX:TieredStopAtLevel=1", "-Dtenon.threads=3")),
            new Way("both compilers", 30, 2, List.of("-XX:CompileThresholdScaling=0.02", "-Dtenon.threads=2")));
    }

    private static List<Way> full() {
        return List.of(new Way("1 thread", 300, 6, List.of("-Dtenon.threads=1")),
            new Way("2 threads", 300, 6, List.of("-Dtenon.threads=2")),
            new Way("3 threads", 300, 6, List.of("-Dtenon.threads=3")),
            new Way("first compiler", 2, 6, List.of("-XX:TieredStopAtLevel=1", "-Dtenon.threads=2")));
    }

    /** What differs from way to way, or from time to time; a table of the trainings and of that is printed. */
    static Set<String> compare(int elements, List<Way> ways) throws IOException, InterruptedException {
        var results = new LinkedHashMap<Way, Map<String, String>>();
        for (var way : ways) {
            results.put(way, way.run(elements));
        }
        var names = new TreeSet<String>();
        results.values().forEach(result -> names.addAll(result.keySet()));
        var differing = new TreeSet<String>();
        for (var name : names) {
            var hashes = new ArrayList<String>();
            results.forEach((way, result) -> {
                if (way.computes(name)) {
                    hashes.add(result.getOrDefault(name, "nothing"));
                }
            });
            boolean same = Set.copyOf(hashes).size() == 1 && !hashes.contains(Bits.CHANGES);
            if (!same) {
                differing.add(name);
            }
            if (!same || name.startsWith(BitsTrainings.PREFIX)) {
                System.out.printf("%-44s %s%n", name, same ? hashes.getFirst() : String.join(" ", hashes));
            }
        }
        System.out.printf("%s: %d computations, good %d bad %d%n", String.join(", ", ways.stream().map(Way::name).toList()), names.size(),
            names.size() - differing.size(), differing.size());
        return differing;
    }
}
