package dev.tenon.codegen.processor;

import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.spec.OpEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/**
 * Compares the classes that a library generates: two of one name cannot be, nor two whose names differ in the case of letters only, which
 * are one file on some systems.
 */
final class GeneratedClasses {
    private static final List<String> ENDS = List.of("", "Rule", "Result", "Kernel", "VectorKernel");

    private final Library library;
    private final List<JavaFile> files;
    private final Set<String> generated = new HashSet<>();
    private final Elements elements;
    private final Map<String, OpEntry> owners = new HashMap<>();
    private final Map<String, OpEntry> sources = new HashMap<>();
    private final Set<String> clashes = new HashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    GeneratedClasses(Library library, List<JavaFile> files, Elements elements) {
        this.library = library;
        this.files = files;
        this.elements = elements;
        files.forEach(file -> generated.add(file.typeSpec().name().toLowerCase(Locale.ROOT)));
    }

    /** Reports classes that would be written twice, or that somebody has written. */
    void check(Diagnostics diagnostics) {
        library.spec().ops().forEach(op -> checkSources(op, diagnostics));
        library.spec().ops().forEach(op -> checkEntry(op, diagnostics));
        for (var file : files) {
            checkFile(file, diagnostics);
        }
    }

    /** The kernels of an entry, whose sources for GPUs have their names: no other Java name would keep them apart. */
    private void checkSources(OpEntry op, Diagnostics diagnostics) {
        var names = new HashSet<String>();
        names.add(op.key());
        PointwiseGradients.fused(op).forEach(gradients -> names.add(gradients.key()));
        for (var name : names) {
            var other = sources.putIfAbsent(name, op);
            if (other != null && told.add(op.key())) {
                diagnostics.report(Diagnostic.SAME_CLASS, op.at(), op.key(), op.recordName(),
                    "and the gradient of " + (op.key().equals(name) ? other : op).key() + " is called " + name + ", too",
                    "give one of the two operators another name");
            }
        }
    }

    /** The classes of an entry among those of the entries before it. */
    private void checkEntry(OpEntry op, Diagnostics diagnostics) {
        var classes = new HashSet<String>();
        ENDS.forEach(end -> classes.add(op.recordName() + end));
        PointwiseGradients.fused(op).forEach(gradients -> List.of("", "Kernel", "VectorKernel")
            .forEach(end -> classes.add(gradients.recordName() + end)));
        for (var name : classes) {
            if (!generated.contains(name.toLowerCase(Locale.ROOT))) {
                continue;
            }
            var other = owners.putIfAbsent(name.toLowerCase(Locale.ROOT), op);
            if (other != null && other != op) {
                clashes.add(name.toLowerCase(Locale.ROOT));
            }
            if (other != null && other != op && told.add(op.key())) {
                diagnostics.report(Diagnostic.SAME_CLASS, op.at(), op.key(), name, "which " + other.key() + " generates too",
                    "give one of them another name, or add 'record: " + op.recordName() + "Op'");
            }
        }
    }

    private void checkFile(JavaFile file, Diagnostics diagnostics) {
        var simple = file.typeSpec().name();
        var name = file.packageName() + "." + simple;
        var op = owners.get(simple.toLowerCase(Locale.ROOT));
        var other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), simple);
        var written = elements.getTypeElement(name);
        boolean byHand = written != null && elements.getFileObjectOf(written).getKind() == JavaFileObject.Kind.SOURCE;
        if (other == null && !byHand || clashes.contains(simple.toLowerCase(Locale.ROOT))) {
            return;
        }
        var at = op != null ? op.at() : library.spec().ops().isEmpty() ? library.spec().updates().getFirst().at()
            : library.spec().ops().getFirst().at();
        if (op == null || told.add(op.key())) {
            diagnostics.report(Diagnostic.SAME_CLASS, at, op == null ? "the library" : op.key(), simple,
                byHand ? "which is written by hand"
                    : library.spec().enums().containsKey(simple) ? "which an enum of this name is, too"
                        : "which the library has " + (op == null ? "twice" : "for itself"),
                op == null ? "take another name for the class, or for 'api' of the annotation"
                    : "take another name, or add 'record: " + op.recordName() + "Op'" + (byHand ? ", or rename that class" : ""));
        }
    }
}
