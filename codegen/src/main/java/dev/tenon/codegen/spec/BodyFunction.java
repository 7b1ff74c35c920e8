package dev.tenon.codegen.spec;

import static dev.tenon.codegen.spec.ValueType.DTYPE;
import static dev.tenon.codegen.spec.ValueType.INTEGER;
import static dev.tenon.codegen.spec.ValueType.LIST;
import static dev.tenon.codegen.spec.ValueType.TENSOR;
import static dev.tenon.codegen.spec.ValueType.TRUTH;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What expressions over tensors can compute of sizes, lists and dtypes, and the little that is no operator's work. */
public enum BodyFunction {
    /** The first items; a negative number leaves so many out at the end. */
    LEADING("leading(list, n)", LIST, LIST, INTEGER),
    /** The items from a place on; a negative number takes so many at the end. */
    TRAILING("trailing(list, n)", LIST, LIST, INTEGER),
    /** So many copies of one number. */
    REPEATED("repeated(value, n)", LIST, INTEGER, INTEGER),
    /** The list with another item at a place. */
    REPLACED("replaced(list, i, value)", LIST, LIST, INTEGER, INTEGER),
    /** The list backwards. */
    REVERSED("reversed(list)", LIST, LIST),
    /** The integers from one on below another. */
    RANGE("range(from, to)", LIST, INTEGER, INTEGER),
    /** The sizes with those of some dimensions, the first and the last of which are named, multiplied into one. */
    MERGED("merged(sizes, from, to)", LIST, LIST, INTEGER, INTEGER),
    /** The items multiplied; 1 of none. */
    PRODUCT("product(list)", INTEGER, LIST),
    /** Whether an integer is in a list. */
    CONTAINS("contains(list, n)", TRUTH, LIST, INTEGER),
    /** A dimension counted from 0, of so many. */
    AXIS("axis(dim, rank)", INTEGER, INTEGER, INTEGER),
    /** The shape two broadcast to. */
    BROADCAST("broadcast(a.shape, b.shape)", LIST, LIST, LIST),
    /** How many dimensions. */
    RANK("rank(x)", INTEGER, TENSOR),
    /** How many elements. */
    NUMEL("numel(x)", INTEGER, TENSOR),
    /** How many items of a list, of integers, real numbers or tensors. */
    LEN("len(list)", INTEGER, (ValueType) null),
    /** Whether an optional tensor is given. */
    HAS("has(x)", TRUTH, TENSOR),
    /** Whether a dtype holds fractions. */
    IS_FLOATING("is_floating(x.dtype)", TRUTH, DTYPE),
    /** Whether a dtype holds integers. */
    IS_INTEGRAL("is_integral(x.dtype)", TRUTH, DTYPE),
    /** The dtype two are promoted to. */
    PROMOTED("promoted(a.dtype, b.dtype)", DTYPE, DTYPE, DTYPE),
    /** The tensor without its history. */
    DETACH("detach(x)", TENSOR, TENSOR),
    /** A reduction's result with the folded dimensions back, of size 1. */
    UNREDUCE("unreduce(x, sizes, dim, keepdim)", TENSOR, TENSOR, LIST, LIST, TRUTH),
    /** How many elements of a tensor of these sizes a reduction folds into one. */
    COUNT("count(sizes, dim)", INTEGER, LIST, LIST),
    /** What an expression makes of every item of a list, of integers or of tensors. */
    EACH("each(x, list, expression of x)", (ValueType) null),
    /** Whether a condition holds for every item of a list. */
    EVERY("every(x, list, condition on x)", TRUTH);

    private final String form;
    private final @Nullable ValueType result;
    private final List<@Nullable ValueType> parameters;

    BodyFunction(String form, @Nullable ValueType result, @Nullable ValueType... parameters) {
        this.form = form;
        this.result = result;
        this.parameters = new ArrayList<>();
        for (var parameter : parameters) {
            this.parameters.add(parameter);
        }
    }

    /** The function of this name, or null. */
    public static @Nullable BodyFunction of(String name) {
        for (var function : values()) {
            if (function.text().equals(name)) {
                return function;
            }
        }
        return null;
    }

    /** Its name in expressions. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it binds a name to the items of a list. */
    public boolean binds() {
        return this == EACH || this == EVERY;
    }

    /** Whether an argument names dimensions: a list, one integer, or null for all. */
    public boolean namesDimensions(int argument) {
        return this == UNREDUCE && argument == 2 || this == COUNT && argument == 1;
    }

    public String form() {
        return form;
    }

    /** Null where it follows from the arguments. */
    public @Nullable ValueType result() {
        return result;
    }

    /** The types of its arguments; null for any list. */
    public List<@Nullable ValueType> parameters() {
        return parameters;
    }
}
