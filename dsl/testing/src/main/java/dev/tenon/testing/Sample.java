package dev.tenon.testing;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call, and so the form of the operators that can be called with them: a method of two arguments fits a sample of two.
 * Arguments are what the method takes: tensors, lists of tensors, numbers, constants of enums; an optional tensor is left out by
 * {@code (Tensor) null}.
 *
 * @param <F> the form of the operator, inferred
 */
public final class Sample<F> {
    private final List<@Nullable Object> arguments;
    private final BiFunction<F, List<@Nullable Object>, Object> caller;

    private Sample(BiFunction<F, List<@Nullable Object>, Object> caller, @Nullable Object... arguments) {
        this.arguments = Collections.unmodifiableList(Arrays.asList(arguments));
        this.caller = caller;
    }

    /**
     * An operator of one argument.
     *
     * @param <A> its type
     */
    @FunctionalInterface
    public interface Of1<A> {
        /** Its result: a tensor, several in a list, or in the record that a generated method gives. */
        Object call(A a);
    }

    /**
     * An operator of two arguments.
     *
     * @param <A> the type of the first
     * @param <B> of the second
     */
    @FunctionalInterface
    public interface Of2<A, B> {
        /** Its result, as for one argument. */
        Object call(A a, B b);
    }

    /**
     * An operator of three arguments.
     *
     * @param <A> the type of the first
     * @param <B> of the second
     * @param <C> of the third
     */
    @FunctionalInterface
    public interface Of3<A, B, C> {
        /** Its result, as for one argument. */
        Object call(A a, B b, C c);
    }

    /**
     * An operator of four arguments.
     *
     * @param <A> the type of the first
     * @param <B> of the second
     * @param <C> of the third
     * @param <D> of the fourth
     */
    @FunctionalInterface
    public interface Of4<A, B, C, D> {
        /** Its result, as for one argument. */
        Object call(A a, B b, C c, D d);
    }

    /**
     * An operator of five arguments; one with more is called by a lambda that holds some of them.
     *
     * @param <A> the type of the first
     * @param <B> of the second
     * @param <C> of the third
     * @param <D> of the fourth
     * @param <E> of the fifth
     */
    @FunctionalInterface
    public interface Of5<A, B, C, D, E> {
        /** Its result, as for one argument. */
        Object call(A a, B b, C c, D d, E e);
    }

    /** A call with one argument. */
    public static <A> Sample<Of1<A>> sample(A a) {
        return new Sample<>((f, x) -> f.call(at(x, 0)), a);
    }

    /** A call with two arguments. */
    public static <A, B> Sample<Of2<A, B>> sample(A a, B b) {
        return new Sample<>((f, x) -> f.call(at(x, 0), at(x, 1)), a, b);
    }

    /** A call with three arguments. */
    public static <A, B, C> Sample<Of3<A, B, C>> sample(A a, B b, C c) {
        return new Sample<>((f, x) -> f.call(at(x, 0), at(x, 1), at(x, 2)), a, b, c);
    }

    /** A call with four arguments. */
    public static <A, B, C, D> Sample<Of4<A, B, C, D>> sample(A a, B b, C c, D d) {
        return new Sample<>((f, x) -> f.call(at(x, 0), at(x, 1), at(x, 2), at(x, 3)), a, b, c, d);
    }

    /** A call with five arguments. */
    public static <A, B, C, D, E> Sample<Of5<A, B, C, D, E>> sample(A a, B b, C c, D d, E e) {
        return new Sample<>((f, x) -> f.call(at(x, 0), at(x, 1), at(x, 2), at(x, 3), at(x, 4)), a, b, c, d, e);
    }

    /** The place has the type with which the sample was made: tensors are replaced by tensors only. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    private static <A> A at(List<@Nullable Object> arguments, int place) {
        return (A) arguments.get(place);
    }

    Call call(String name, F operator) {
        return new Call(name, arguments -> caller.apply(operator, arguments), arguments);
    }
}
