package dev.tenon.profile;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ShapeException;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.activation.ReLU;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.LayerNorm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerTest {
    private final Sequential model = new Sequential(new Linear(4, 8), new ReLU(), new Sequential(new Linear(8, 2)));

    private Profile trained() {
        return Profiler.profile(() -> model.call(ones(3, 4)).pow(2).mean().backward());
    }

    private static Profile.Row row(List<Profile.Row> rows, String name, String path, boolean backward) {
        return rows.stream().filter(row -> row.name().equals(name) && row.path().equals(path) && row.backward() == backward).findFirst()
            .orElseThrow(() -> new AssertionError("no " + name + " of '" + path + "' in " + rows));
    }

    @Test
    void operatorsAreCountedForwardAndBackwardByTheirLayer() {
        var profile = trained();
        assertThat(row(profile.operators(), "linear", "", false).calls()).isEqualTo(2);
        assertThat(row(profile.operatorsByLayer(), "linear", "Sequential.0", false).calls()).isEqualTo(1);
        assertThat(row(profile.operatorsByLayer(), "linear", "Sequential.2.0", false).bytes()).isEqualTo(3 * 2 * 4);
        assertThat(row(profile.operatorsByLayer(), "AddmmBackward0", "Sequential.2.0", true).calls()).isEqualTo(1);
        assertThat(row(profile.operatorsByLayer(), "ReluBackward0", "Sequential.1", true).calls()).isEqualTo(1);
        assertThat(row(profile.operatorsByLayer(), "PowBackward0", "", true).calls()).isEqualTo(1);
    }

    @Test
    void timesOfWhatIsWithinAddUp() {
        var profile = trained();
        assertThat(profile.operators().stream().mapToDouble(Profile.Row::share).sum()).isBetween(0.0, 1.0);
        assertThat(profile.spans()).allSatisfy(span -> assertThat(span.self()).isBetween(0L, span.nanos()));
        var whole = profile.layers().getFirst();
        assertThat(whole.path()).isEqualTo("Sequential");
        assertThat(whole.forward()).isEqualTo(profile.spans().stream()
            .filter(span -> span.kind() == Span.Kind.LAYER && span.path().equals("Sequential")).mapToLong(Span::nanos).sum());
        assertThat(whole.backward()).isPositive();
        assertThat(profile.layers()).extracting(Profile.LayerRow::path).containsExactly("Sequential", "Sequential.0", "Sequential.1",
            "Sequential.2", "Sequential.2.0", "(outside)");
        assertThat(profile.layers().stream().mapToLong(Profile.LayerRow::self).sum()).isEqualTo(profile.nanos());
    }

    @Test
    void partsAreHeardWhenAskedFor() {
        var profiler = Profiler.withParts();
        profiler.record(() -> new LayerNorm(4).call(ones(2, 4)));
        var profile = profiler.profile();
        assertThat(profile.operators()).extracting(Profile.Row::name).contains("layer_norm", "native_layer_norm");
        var whole = row(profile.operators(), "layer_norm", "", false);
        assertThat(whole.total()).isGreaterThan(whole.self());
    }

    @Test
    void viewsTakeNoMemory() {
        var x = ones(4, 4);
        var profile = Profiler.profile(() -> x.transpose(0, 1).add(1));
        assertThat(row(profile.operators(), "transpose", "", false).bytes()).isZero();
        assertThat(row(profile.operators(), "add", "", false).bytes()).isEqualTo(64);
    }

    @Test
    void twoNetworksOfOneClassAreToldApart() {
        var other = new Sequential(new ReLU());
        var profile = Profiler.profile(() -> other.call(model.call(ones(1, 4))));
        assertThat(profile.layers()).extracting(Profile.LayerRow::path).contains("Sequential.0", "Sequential#2.0");
    }

    @Test
    void aCallThatFailsEndsAndTheProfileIsWhole() {
        var profiler = new Profiler();
        assertThatThrownBy(() -> profiler.record(() -> model.call(ones(3, 5)))).isInstanceOf(ShapeException.class);
        assertThat(profiler.profile().layers()).extracting(Profile.LayerRow::path).contains("Sequential", "Sequential.0");
    }

    @Test
    void severalThreadsMakeOneProfile() throws Exception {
        var profiler = new Profiler();
        var threads = List.of(new Thread(() -> profiler.record(() -> ones(2).exp()), "first"),
            new Thread(() -> profiler.record(() -> ones(2).exp()), "second"));
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(row(profiler.profile().operators(), "exp", "", false).calls()).isEqualTo(2);
        assertThat(profiler.profile().spans()).extracting(Span::threadName).contains("first", "second");
    }

    @Test
    void layersStandAroundTheirOperatorsInATrace(@TempDir Path folder) throws Exception {
        var file = folder.resolve("trace.json");
        trained().chromeTrace(file);
        var events = Pattern
            .compile("\\{\"name\": \"([^\"]*)\", \"cat\": \"(\\w+)\", \"ph\": \"X\", \"ts\": ([\\d.]+), \"dur\": ([\\d.]+), \"pid\": "
                + "\\d+, \"tid\": (\\d+), \"args\": \\{\"layer\": \"([^\"]*)\"")
            .matcher(Files.readString(file)).results().toList();
        var layer = events.stream().filter(event -> event.group(1).equals("Sequential.2.0")).findFirst().orElseThrow();
        var operator = events.stream().filter(event -> event.group(1).equals("linear") && event.group(6).equals("Sequential.2.0"))
            .findFirst()
            .orElseThrow();
        double begin = Double.parseDouble(layer.group(3));
        assertThat(Double.parseDouble(operator.group(3))).isBetween(begin, begin + Double.parseDouble(layer.group(4)));
        assertThat(layer.group(5)).isEqualTo(operator.group(5));
        assertThat(Files.readString(file)).startsWith("{\"displayTimeUnit\"").contains("\"thread_name\"").endsWith("]}\n");
    }

    @Test
    void tablesHaveAColumnForEachFigure() {
        var lines = trained().toString().lines().toList();
        assertThat(lines.getFirst().split("\\s+")).containsExactly("operator", "pass", "calls", "total", "self", "mean", "memory", "share");
        assertThat(lines).anyMatch(line -> line.matches("linear +2 .*%"))
            .anyMatch(line -> line.matches("AddmmBackward0 +backward +2 .*%"))
            .anyMatch(line -> line.matches("Sequential\\.2\\.0 +Linear +1 .*%"));
        assertThat(trained().byLayer().lines().findFirst().orElseThrow()).matches("operator +layer +pass .*");
        assertThat(ProfileText.time(12)).isEqualTo("12 ns");
        assertThat(ProfileText.time(1234)).isEqualTo("1.23 µs");
        assertThat(ProfileText.time(2_500_000_000.0)).isEqualTo("2.50 s");
    }
}
