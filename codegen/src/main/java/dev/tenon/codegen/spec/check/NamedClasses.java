package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ValueType;
import dev.tenon.codegen.spec.types.Calls;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hand-written classes that entries name, as far as they can be looked at where the specs are read. */
public interface NamedClasses {
    /** Where nothing is known of classes. */
    NamedClasses UNSEEN = new NamedClasses() {
        @Override
        public @Nullable Problem kernel(OpEntry op, String name, boolean onGpu) {
            return null;
        }

        @Override
        public @Nullable Problem method(OpEntry op, String name, Use use, List<Calls.Argument> arguments) {
            return null;
        }

        @Override
        public ValueType result(OpEntry op, String name) {
            return ValueType.UNKNOWN;
        }

        @Override
        public Set<String> layers() {
            return Set.of();
        }
    };

    /** What a static method is for. */
    enum Use {
        /** Says sizes and dtypes of results, or how a view lies. */
        RULE,
        /** Computes a composite. */
        BODY,
        /** Changes the first tensor. */
        IN_PLACE,
        /** A part of an expression. */
        PART,
        /** A part of a composite's body, where lists are arrays. */
        BODY_PART,
        /** The whole gradient of a tensor. */
        GRADIENT;

        /** Whether it stands in an expression, which says its arguments. */
        public boolean isCalled() {
            return this == PART || this == BODY_PART || this == GRADIENT;
        }
    }

    /**
     * What is wrong with a class.
     *
     * @param subject the class or method as it is told: {@code class p.MyKernel}
     * @param what behind the subject; empty where there is none
     * @param fix what to write
     */
    record Problem(String subject, String what, String fix) {}

    /** What is wrong with the class of a kernel, or null. */
    @Nullable Problem kernel(OpEntry op, String name, boolean onGpu);

    /**
     * What is wrong with a static method, or null.
     *
     * @param name {@code Class.method}
     * @param arguments where it {@link Use#isCalled is called}
     */
    @Nullable Problem method(OpEntry op, String name, Use use, List<Calls.Argument> arguments);

    /** What a static method gives; {@link ValueType#UNKNOWN} where it is not there, or gives what expressions cannot use. */
    ValueType result(OpEntry op, String name);

    /** The names by which programs ask for layers that Tenon has no entries of. */
    Set<String> layers();
}
