package dev.tenon.codegen.spec.types;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the dtypes of a value before any call.
 *
 * @param parts the dtypes that a tensor can have, of several results those of each; those that a dtype can be; of a number, which of a
 *        floating one and an integer it can be
 */
record Typed(Sort sort, List<Set<Dtype>> parts) {
    /** What it is. */
    enum Sort {
        TENSOR, NUMBER, DTYPE, OTHER, NULL
    }

    static final Typed OTHER = new Typed(Sort.OTHER, List.of(Dtype.ALL));
    static final Typed NULL = new Typed(Sort.NULL, List.of(EnumSet.noneOf(Dtype.class)));
    static final Typed INTEGER = new Typed(Sort.NUMBER, List.of(EnumSet.of(Dtype.INT64)));
    static final Typed REAL = new Typed(Sort.NUMBER, List.of(EnumSet.of(Dtype.FLOAT32)));
    static final Typed NUMBER = new Typed(Sort.NUMBER, List.of(EnumSet.of(Dtype.FLOAT32, Dtype.INT64)));

    static Typed tensor(Set<Dtype> dtypes) {
        return new Typed(Sort.TENSOR, List.of(dtypes));
    }

    static Typed dtype(Set<Dtype> dtypes) {
        return new Typed(Sort.DTYPE, List.of(dtypes));
    }

    /** The dtypes of a value that is one, or of any item of a list. */
    Set<Dtype> dtypes() {
        return parts.stream().reduce(EnumSet.noneOf(Dtype.class), Dtype::with);
    }

    boolean isTensor() {
        return sort == Sort.TENSOR;
    }

    /** One of the two. */
    Typed or(Typed other) {
        if (sort == Sort.NULL || other.sort == Sort.NULL) {
            return sort == Sort.NULL ? other : this;
        }
        if (sort != other.sort) {
            return isTensor() ? this : other.isTensor() ? other : OTHER;
        }
        if (parts.size() != other.parts.size()) {
            return new Typed(sort, List.of(Dtype.with(dtypes(), other.dtypes())));
        }
        var both = new ArrayList<Set<Dtype>>();
        for (int i = 0; i < parts.size(); i++) {
            both.add(Dtype.with(parts.get(i), other.parts.get(i)));
        }
        return new Typed(sort, List.copyOf(both));
    }

    /** What arithmetic of the two has: a number beside a tensor has a say only where it is of a higher category. */
    Typed promoted(Typed other) {
        if (sort == Sort.NUMBER && other.isTensor()) {
            return other.promoted(this);
        }
        if (isTensor() && other.sort == Sort.NUMBER) {
            var all = EnumSet.noneOf(Dtype.class);
            dtypes().forEach(own -> other.dtypes().forEach(number -> all.add(beside(own, number))));
            return tensor(all);
        }
        return new Typed(isTensor() || other.isTensor() ? Sort.TENSOR : sort == other.sort ? sort : Sort.OTHER,
            List.of(Dtype.promoted(dtypes(), other.dtypes())));
    }

    private static Dtype beside(Dtype tensor, Dtype number) {
        return tensor.isFloating() || !number.isFloating() && tensor != Dtype.BOOL ? tensor : number;
    }
}
