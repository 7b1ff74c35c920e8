package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.spec.OpEntry;
import org.jspecify.annotations.Nullable;

/**
 * Where a library's hand-written kernels are.
 *
 * @param place a package; null where they are found as other classes that entries name are
 * @param byTopic whether each is in the package below that is named as the spec file of its entry, and not in this one
 */
public record Natives(@Nullable String place, boolean byTopic) {
    /** Those of a library that are found as its other classes are. */
    public static final Natives FOUND = new Natives(null, false);

    /** The class that an entry names plainly, or null where it must be found. */
    @Nullable ClassName of(OpEntry op, String simpleName) {
        return place == null ? null : ClassName.get(byTopic ? place + "." + op.topic() : place, simpleName);
    }
}
