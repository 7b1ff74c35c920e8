package dev.tenon.samples.conformance;

import dev.tenon.samples.DeviceOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tenon conformance --golden DIR_OR_ZIP}: one line per failing case, then a closing line per section. */
@Command(mixinStandardHelpOptions = true, description = "Compare every operator, layer and optimizer with results that PyTorch computed.")
public final class ConformanceCommand implements Callable<Integer> {
    @Option(names = "--golden", required = true, paramLabel = "DIR_OR_ZIP", description = "the golden cases")
    private Path golden = Path.of("golden.zip");

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "only these operators, layers or optimizers")
    private List<String> only = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "also write every verdict as JSON")
    private @Nullable Path json;

    @Option(names = "--list-unsupported", description = "name the operators and layers that the library does not have")
    private boolean listUnsupported;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        try (var files = GoldenFiles.open(golden)) {
            var report = new Conformance(device.device(), only).run(files, verdict -> System.out.println("FAILED " + verdict));
            if (listUnsupported) {
                Conformance.SECTIONS.keySet().forEach(section -> System.out.println(
                    "unsupported " + section + ": " + String.join(" ", report.unsupported(section))));
            }
            Conformance.SECTIONS.forEach((section, unit) -> System.out.println(report.closingLine(section, unit)));
            if (json != null) {
                Files.writeString(json, report.json());
            }
            return report.failures().isEmpty() ? 0 : 1;
        }
    }
}
