package dev.tenon.codegen.processor;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.spec.JavaNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationValue;

/** Checks what an annotation of a library says by itself; its faults are told where the annotation is written. */
final class AnnotationCheck {
    private final AnnotationValues values;
    private final Report report;
    private boolean faulty;

    AnnotationCheck(AnnotationValues values, Report report) {
        this.values = values;
        this.report = report;
    }

    /** Whether code can be generated for it; whatever hinders this is reported. */
    boolean isSound(SpecFiles files) {
        if (!values.isWhole("specs", "api")) {
            return false;
        }
        specs(files);
        uses(files);
        identifier("api", false);
        identifier("fluent", true);
        List.of("records", "optimizers", "layerApi", "layerMethods").forEach(this::qualified);
        if (!values.string("kernels").equals("none")) {
            qualified("kernels");
        }
        return !faulty;
    }

    /** As {@link #isSound}, of an annotation for kernels alone. */
    boolean hasSpecs(SpecFiles files) {
        specs(files);
        return !faulty;
    }

    private void fault(AnnotationValue at, Diagnostic kind, Object... args) {
        faulty = true;
        report.annotation(values, at, kind, args);
    }

    private void specs(SpecFiles files) {
        if (values.items("specs").isEmpty()) {
            fault(values.value("specs"), Diagnostic.ANNOTATION, "the annotation names no spec file",
                "write the name of one: specs = \"META-INF/tenon/my-ops.yaml\"");
        }
        Set<String> names = new HashSet<>();
        Set<String> plain = new HashSet<>();
        for (var item : values.items("specs")) {
            var name = String.valueOf(item.getValue());
            var listed = files.expanded(List.of(name));
            if (!names.add(name)) {
                fault(item, Diagnostic.ANNOTATION, "the spec file '" + name + "' is named twice", "remove one of them");
                continue;
            }
            if (listed.isEmpty()) {
                fault(item, Diagnostic.ANNOTATION, "the list of spec files '" + name + "' is empty, or not there",
                    "write names of files in its folder into src/main/resources/" + name + ", one a line");
            }
            for (var file : listed) {
                if (files.find(file).isEmpty()) {
                    fault(item, Diagnostic.NO_SPEC, file);
                } else if (!plain.add(file.substring(file.lastIndexOf('/') + 1))) {
                    fault(item, Diagnostic.ANNOTATION, "two spec files are called '" + file.substring(file.lastIndexOf('/') + 1) + "'",
                        "rename one: messages and classes have the name without its folder");
                }
            }
        }
    }

    private void uses(SpecFiles files) {
        Set<String> names = new HashSet<>();
        var there = values.classes("uses");
        for (var item : values.items("uses")) {
            var name = String.valueOf(item.getValue());
            if (!there.contains(item)) {
                fault(item, Diagnostic.NO_LIBRARY, "what 'uses' names",
                    "name the class of the library's operators, in a jar on the class path");
            } else if (name.equals(OpProcessor.TENON_OPS.canonicalName())) {
                fault(item, Diagnostic.ANNOTATION, "Tenon's own operators are always known",
                    "remove " + OpProcessor.TENON_OPS.simpleName());
            } else if (!names.add(name)) {
                fault(item, Diagnostic.ANNOTATION, "the library " + name + " is named twice", "remove one of them");
            } else if (files.library(name).isEmpty()) {
                fault(item, Diagnostic.NO_LIBRARY, name, "name the class that the library's annotation names under 'api'");
            }
        }
    }

    private void identifier(String member, boolean mayLack) {
        var name = values.string(member);
        boolean fits = SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
        if (!fits && !(mayLack && name.isEmpty())) {
            fault(values.value(member), Diagnostic.ANNOTATION, "'" + name + "' is no name of a Java class",
                "write one of letters and digits: " + member + " = \"MyOps\"");
        } else if (JavaNames.isOfJava(name)) {
            fault(values.value(member), Diagnostic.ANNOTATION, "every Java file means java.lang." + name + " by '" + name + "'",
                "take another name: " + member + " = \"MyOps\"");
        }
    }

    private void qualified(String member) {
        var name = values.string(member);
        if (!name.isEmpty() && !SourceVersion.isName(name)) {
            fault(values.value(member), Diagnostic.ANNOTATION, "'" + name + "' is no name of a Java package or class",
                "write it in full: " + member + " = \"com.example.ops\"");
        }
    }
}
