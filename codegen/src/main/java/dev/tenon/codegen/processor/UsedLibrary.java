package dev.tenon.codegen.processor;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.OpEntry;
import java.util.List;

/**
 * Another library whose operators a spec calls. Each library leaves a resource beside its classes: the package of its records, then its
 * spec files, one a line.
 *
 * @param api the class of its methods
 * @param records the package of its records
 * @param specs its spec files
 */
record UsedLibrary(ClassName api, String records, List<SourceFile> specs) {
    /** The name of the resource that a library leaves. */
    static String resource(String api) {
        return "META-INF/tenon/libraries/" + api;
    }

    /** What that resource holds. */
    static String describe(String records, List<String> specs) {
        return records + "\n" + String.join("\n", specs) + "\n";
    }

    boolean declares(OpEntry op) {
        return specs.stream().anyMatch(file -> file.name().equals(op.at().file()));
    }
}
