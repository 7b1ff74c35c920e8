package dev.tenon.samples.conformance;

import dev.tenon.core.Device;
import dev.tenon.memory.Scope;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs all golden cases of a set, or those of some names. */
final class Conformance {
    /** Sections in the order of their closing lines, and what the subjects of each are called. */
    static final Map<String, String> SECTIONS = sections();

    private final Device device;
    private final List<String> only;

    /**
     * A run on one device.
     *
     * @param only names to run; empty for all
     */
    Conformance(Device device, List<String> only) {
        this.device = device;
        this.only = only;
    }

    /** Runs the cases, telling of each failure at once. */
    Report run(GoldenFiles files, Consumer<Verdict> failed) throws IOException {
        var report = new Report();
        Consumer<Verdict> note = verdict -> {
            report.add(verdict);
            if (verdict.failed()) {
                failed.accept(verdict);
            }
        };
        operators(files, note);
        network(files, "layers", "module", golden -> LayerCheck.run(golden, device), note);
        network(files, "optimizers", "optimizer", golden -> OptimizerCheck.run(golden, device), note);
        network(files, "schedulers", "scheduler", SchedulerCheck::run, note);
        network(files, "training", "architecture", golden -> TrainingCheck.run(golden, device), note);
        return report;
    }

    /** Several operators at once, for an emulated device waits for its compiler; verdicts come in the order of the names. */
    private void operators(GoldenFiles files, Consumer<Verdict> note) throws IOException {
        var names = files.operators().stream().filter(this::wanted).toList();
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var running = names.stream().map(name -> pool.submit(() -> operator(files, name))).toList();
            for (var verdicts : running) {
                verdicts.get().forEach(note);
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("conformance");
        }
    }

    private List<Verdict> operator(GoldenFiles files, String name) throws IOException {
        return files.operator(name).stream().map(golden -> scoped(golden, c -> OpCheck.run(name, c, device))).toList();
    }

    private void network(GoldenFiles files, String section, String subject, Function<GoldenCase, Verdict> check, Consumer<Verdict> note)
        throws IOException {
        for (var golden : files.network(section)) {
            if (wanted(golden.text(subject))) {
                note.accept(scoped(golden, check));
            }
        }
    }

    private boolean wanted(String name) {
        return only.isEmpty() || only.contains(name);
    }

    /** A case leaves nothing behind. */
    private static Verdict scoped(GoldenCase golden, Function<GoldenCase, Verdict> check) {
        try (var scope = Scope.open(golden.id())) {
            return check.apply(golden);
        }
    }

    private static Map<String, String> sections() {
        var sections = new LinkedHashMap<String, String>();
        sections.put("ops", "operators");
        sections.put("layers", "modules");
        sections.put("optimizers", "optimizers");
        sections.put("schedulers", "schedulers");
        sections.put("training", "architectures");
        return Collections.unmodifiableMap(sections);
    }
}
