package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of a parameter. */
public sealed interface ParamType {
    /**
     * A tensor.
     *
     * @param letter T any dtype, N any but bool, F floating, W float64 or float32, I integers, Q integers and bool, B bool, X any and never promoted; the
     *        parameters of one operator with the same letter T, N, F, W, I or Q are promoted together
     * @param dims symbolic sizes: a name binds or repeats a size, other expressions are checked against it; null if any shape will do
     * @param optional whether null may be given
     * @param orNumber whether a Java number may be given instead
     * @param list whether it is a list of tensors
     */
    record TensorType(char letter, @Nullable List<Expr> dims, boolean optional, boolean orNumber, boolean list) implements ParamType {
        /** Whether only floating dtypes will do. */
        public boolean isFloating() {
            return letter == 'F' || letter == 'W';
        }

        /** Whether a value of this type may have a gradient. */
        public boolean differentiable() {
            return "TNFWX".indexOf(letter) >= 0;
        }
    }

    /**
     * Anything but a tensor.
     *
     * @param length of {@code ints[2]}: how many integers one integer stands for; otherwise 0
     * @param enumName of an enum of the spec's {@code enums}; null for one that the signature lists
     * @param constants of an enum, otherwise empty
     */
    record Attribute(Kind kind, boolean nullable, int length, @Nullable String enumName, List<String> constants) implements ParamType {
        /** The kinds of attributes. */
        public enum Kind {
            /** {@code num}: a {@link Number} that keeps being an integer or not. */
            NUM,
            /** {@code float}: a double. */
            FLOAT,
            /** {@code int}: a long. */
            INT,
            /** {@code bool}. */
            BOOL,
            /** {@code ints}: a list of integers. */
            INTS,
            /** {@code floats}: a list of real numbers. */
            FLOATS,
            /** {@code dims}: dimensions; null stands for all. */
            DIMS,
            /** {@code dtype}. */
            DTYPE,
            /** {@code device}. */
            DEVICE,
            /** {@code text}: a string. */
            TEXT,
            /** {@code enum(a|b)}, or the name of a shared enum. */
            ENUM,
            /** {@code index}: positions, ranges, new dimensions, index tensors and masks; the last parameter. */
            INDEX
        }
    }
}
