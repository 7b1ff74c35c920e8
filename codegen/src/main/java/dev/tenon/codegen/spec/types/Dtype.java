package dev.tenon.codegen.spec.types;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dtypes, and what the spec says of them: which a letter takes, and what two are promoted to. */
enum Dtype {
    FLOAT64, FLOAT32, FLOAT16, BFLOAT16, INT64, INT32, INT16, INT8, UINT8, BOOL;

    static final Set<Dtype> ALL = EnumSet.allOf(Dtype.class);
    static final Set<Dtype> FLOATING = EnumSet.range(FLOAT64, BFLOAT16);
    static final Set<Dtype> INTEGRAL = EnumSet.range(INT64, UINT8);

    /** The dtype of this name, or null. */
    static @Nullable Dtype of(String name) {
        for (var dtype : values()) {
            if (dtype.text().equals(name)) {
                return dtype;
            }
        }
        return null;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isFloating() {
        return FLOATING.contains(this);
    }

    /** The dtypes that a tensor of this letter can have. */
    static Set<Dtype> ofLetter(char letter) {
        return switch (letter) {
            case 'F' -> FLOATING;
            case 'W' -> EnumSet.of(FLOAT64, FLOAT32);
            case 'I' -> INTEGRAL;
            case 'Q' -> with(INTEGRAL, BOOL);
            case 'N' -> with(INTEGRAL, FLOATING);
            case 'B' -> EnumSet.of(BOOL);
            default -> ALL;
        };
    }

    private static Set<Dtype> with(Set<Dtype> dtypes, Dtype more) {
        return with(dtypes, Set.of(more));
    }

    static Set<Dtype> with(Set<Dtype> dtypes, Collection<Dtype> more) {
        var all = EnumSet.copyOf(dtypes);
        all.addAll(more);
        return all;
    }

    /** What two are promoted to. */
    static Dtype promote(Dtype a, Dtype b) {
        if (a == b || b == BOOL) {
            return a;
        }
        if (a == BOOL) {
            return b;
        }
        if (a.isFloating() != b.isFloating()) {
            return a.isFloating() ? a : b;
        }
        boolean halves = a.isFloating() && a.ordinal() > FLOAT32.ordinal() && b.ordinal() > FLOAT32.ordinal();
        boolean bytes = a.ordinal() + b.ordinal() == INT8.ordinal() + UINT8.ordinal() && !a.isFloating() && a != INT16 && b != INT16;
        return halves ? FLOAT32 : bytes ? INT16 : a.ordinal() < b.ordinal() ? a : b;
    }

    /** What any of the ones and any of the others are promoted to. */
    static Set<Dtype> promoted(Set<Dtype> some, Set<Dtype> others) {
        var all = EnumSet.noneOf(Dtype.class);
        some.forEach(a -> others.forEach(b -> all.add(promote(a, b))));
        return all;
    }
}
