package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.spec.OpEntry;

/**
 * Where a library's hand-written kernels are.
 *
 * @param place a package
 * @param byTopic whether each is in the package below that is named as the spec file of its entry, and not in this one
 */
public record Natives(String place, boolean byTopic) {
    /** The class that an entry names plainly. */
    public ClassName of(OpEntry op, String simpleName) {
        return ClassName.get(byTopic ? place + "." + op.topic() : place, simpleName);
    }
}
