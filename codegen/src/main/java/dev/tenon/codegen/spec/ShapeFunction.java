package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions of shapes, dtypes and requirements: one row says everything about a function. Each is a static method of a class in
 * {@code dev.tenon.spi}, or a method of the call itself, and what it computes is told on the reference pages.
 */
public enum ShapeFunction {
    FLOAT("float(T)", ValueType.DTYPE, Target.CALL, "floating", "T where it is floating, the default dtype otherwise", Arg.DTYPE),
    ACCUM("accum(T)", ValueType.DTYPE, Target.CALL, "accumulating", "T where it is floating, int64 otherwise", Arg.DTYPE),
    INT("int(T)", ValueType.DTYPE, Target.PLAIN, "DTypeRules.counting", "T, or int64 in place of bool", Arg.DTYPE),
    STATISTICS("statistics(T)", ValueType.DTYPE, Target.PLAIN, "DTypeRules.statistics", "T, or float32 in place of float16 and bfloat16",
        Arg.DTYPE),
    IS_FLOATING("is_floating(a)", ValueType.TRUTH, Target.PLAIN, "DTypeRules.isFloating", "whether a dtype or a number is floating",
        Arg.KIND),
    MIN("min(a, b)", ValueType.INTEGER, Target.MATH, "min", "", Arg.INTEGER, Arg.INTEGER),
    MAX("max(a, b)", ValueType.INTEGER, Target.MATH, "max", "", Arg.INTEGER, Arg.INTEGER),
    ABS("abs(a)", ValueType.INTEGER, Target.MATH, "abs", "", Arg.INTEGER),
    REMAINDER("remainder(a, b)", ValueType.INTEGER, Target.CHECKED, "Exact.remainder", "a less the multiple of b below it", Arg.INTEGER,
        Arg.INTEGER),
    RANK("rank(x)", ValueType.INTEGER, Target.OPERAND, "rank", "", Arg.TENSOR),
    NUMEL("numel(x)", ValueType.INTEGER, Target.OPERAND, "numel", "", Arg.TENSOR),
    LEN("len(list)", ValueType.INTEGER, Target.LENGTH, "length", "", Arg.SIZES),
    EXTENT("extent(sizes, dim)", ValueType.INTEGER, Target.CHECKED, "ShapeRules.extent", "the size of dimension dim", Arg.SIZES,
        Arg.INTEGER),
    CONVOLVED("convolved(sizes, dim, k, s, p, d)", ValueType.INTEGER, Target.CHECKED, "WindowSizes.convolved",
        "$\\left\\lfloor \\frac{n + 2p - d(k - 1) - 1}{s} \\right\\rfloor + 1$, where n is the size of dimension dim", Arg.SIZES,
        Arg.INTEGER, Arg.INTEGER, Arg.INTEGER, Arg.INTEGER, Arg.INTEGER),
    POOLED("pooled(sizes, dim, k, s, p, d, ceil)", ValueType.INTEGER, Target.CHECKED, "WindowSizes.pooled",
        "$\\left\\lfloor \\frac{n + 2p - d(k - 1) - 1}{s} \\right\\rfloor + 1$ with $p \\le k / 2$, where n is the size of dimension dim;"
            + " where ceil is true rounded up, less a last window that would begin behind the input and the padding before it",
        Arg.SIZES, Arg.INTEGER, Arg.INTEGER, Arg.INTEGER, Arg.INTEGER, Arg.INTEGER, Arg.TRUTH),
    ADAPTED("adapted(sizes, dim, n)", ValueType.INTEGER, Target.CHECKED, "WindowSizes.adapted",
        "n, or the size of dimension dim where n is -1",
        Arg.SIZES, Arg.INTEGER, Arg.INTEGER),
    PRODUCT("product(sizes)", ValueType.INTEGER, Target.CHECKED, "ShapeRules.product", "", Arg.SIZES),
    STEPS("steps(stride, kernel_size, n)", ValueType.LIST, Target.CHECKED, "WindowSizes.steps",
        "stride, or kernel_size where stride is null or empty, for n dimensions", Arg.DIMS, Arg.DIMS, Arg.INTEGER),
    BROADCAST("broadcast(x, y, ...)", ValueType.LIST, Target.INPUTS, "broadcast",
        "the sizes to which all broadcast: from the last dimension on equal ones, or the other where one is 1", Arg.TENSORS),
    REDUCED("reduced(sizes, dim, keepdim)", ValueType.LIST, Target.CHECKED, "ShapeRules.reduced",
        "sizes without those of the dimensions dim, all where it is null or empty, or 1 in their place where keepdim is true", Arg.SIZES,
        Arg.DIM_OR_DIMS, Arg.TRUTH),
    RESIZED("resized(sizes, dim, n)", ValueType.LIST, Target.CHECKED, "ShapeRules.resized", "sizes with n in dimension dim", Arg.SIZES,
        Arg.INTEGER, Arg.INTEGER),
    LEADING("leading(sizes, n)", ValueType.LIST, Target.CHECKED, "ShapeRules.leading", "sizes without the last n of them", Arg.SIZES,
        Arg.INTEGER),
    ONES("ones(n)", ValueType.LIST, Target.CHECKED, "ShapeRules.ones", "1, n times", Arg.INTEGER),
    PADDED("padded(sizes, pad)", ValueType.LIST, Target.CHECKED, "ShapeRules.padded",
        "sizes, the last $n_{-1} + \\mathrm{pad}_0 + \\mathrm{pad}_1$, the one before $n_{-2} + \\mathrm{pad}_2 + \\mathrm{pad}_3$ and so on",
        Arg.SIZES, Arg.DIMS),
    JOINED("joined(tensors, dim)", ValueType.LIST, Target.CHECKED, "ShapeRules.joined",
        "the tensors' sizes, which must be equal, with their sum in dimension dim; tensors of size [0] are passed over", Arg.LIST,
        Arg.INTEGER),
    ONE_DTYPE("one_dtype(x, y, ...)", ValueType.CHECK, Target.INPUTS_CHECKED, "DTypeRules.requireOne", "all have one dtype", Arg.TENSORS),
    HAS_DIM("has_dim(sizes, dim)", ValueType.CHECK, Target.CHECKED, "ShapeRules.hasDim",
        "-r <= dim < r, where r is the number of sizes, or 1 where there is none", Arg.SIZES, Arg.INTEGER),
    HAS_DIMS("has_dims(sizes, dims)", ValueType.CHECK, Target.CHECKED, "ShapeRules.hasDims",
        "has_dim(sizes, d) for each d of dims, none of which is named twice", Arg.SIZES, Arg.DIMS),
    FILLED("filled(sizes, dims)", ValueType.CHECK, Target.CHECKED, "ShapeRules.filled",
        "none of these dimensions, all where dims is null or empty, has size 0", Arg.SIZES, Arg.DIM_OR_DIMS),
    INSIDE("inside(index, sizes, dim)", ValueType.CHECK, Target.CHECKED, "ShapeRules.inside",
        "index has as many sizes as sizes, and but in dimension dim none that is larger; or it is empty", Arg.SIZES, Arg.SIZES,
        Arg.OPTIONAL_INTEGER),
    STRIDES_INSIDE("strides_inside(sizes, stride, offset, n)", ValueType.CHECK, Target.CHECKED, "ShapeRules.stridesInside",
        "0 <= offset, 0 <= stride, and offset plus the sum of (size - 1) * stride is less than n; or a size is 0", Arg.DIMS, Arg.DIMS,
        Arg.INTEGER, Arg.INTEGER);

    /** What a function wants in a place. */
    public enum Arg {
        INTEGER, OPTIONAL_INTEGER, TRUTH, DTYPE,
        /** A dtype or a number. */
        KIND,
        /** A list, in Java an array. */
        SIZES,
        /** A list of the signature, which may be null. */
        DIMS, DIM_OR_DIMS, TENSOR,
        /** One or more tensors. */
        TENSORS,
        /** A list of tensors. */
        LIST
    }

    /** How it is called in Java. */
    public enum Target {
        /** A method of the call. */
        CALL,
        /** A method of the call, of the positions of tensors. */
        INPUTS,
        /** A static method of the call and the positions of tensors. */
        INPUTS_CHECKED,
        /** A static method of the call and the arguments. */
        CHECKED,
        /** A static method of the arguments. */
        PLAIN,
        /** A method of {@link Math}. */
        MATH,
        /** A method of an operand. */
        OPERAND,
        /** The length of a list. */
        LENGTH
    }

    private static final Map<String, ShapeFunction> BY_NAME = new TreeMap<>();

    static {
        for (var function : values()) {
            BY_NAME.put(function.text(), function);
        }
    }

    private final String form;
    private final ValueType result;
    private final Target target;
    private final String method;
    private final String meaning;
    private final List<Arg> args;

    ShapeFunction(String form, ValueType result, Target target, String method, String meaning, Arg... args) {
        this.form = form;
        this.result = result;
        this.target = target;
        this.method = method;
        this.meaning = meaning;
        this.args = List.of(args);
    }

    /** The functions by name. */
    public static Map<String, ShapeFunction> byName() {
        return Map.copyOf(BY_NAME);
    }

    /** The check that a requirement consists of; null if it is a condition. */
    public static @Nullable ShapeFunction check(Expr condition) {
        var function = condition instanceof Expr.Call call ? BY_NAME.get(call.function()) : null;
        return function != null && function.isCheck() ? function : null;
    }

    /** The name in a spec. */
    public String text() {
        return form.substring(0, form.indexOf('('));
    }

    /** How it is called in a spec. */
    public String form() {
        return form;
    }

    /** What it computes, for the reference pages; empty where the name says it. */
    public String meaning() {
        return meaning;
    }

    public Target target() {
        return target;
    }

    /** The method in Java, with its class where it is a static one. */
    public String method() {
        return method;
    }

    public List<Arg> args() {
        return args;
    }

    /** Whether it refuses a call by itself, and has no value. */
    public boolean isCheck() {
        return result == ValueType.CHECK;
    }

    /** Whether an input's number may stand for its sizes, which are not copied then. */
    public boolean takesInput() {
        return target == Target.CHECKED && args.stream().filter(arg -> arg == Arg.SIZES).count() == 1;
    }

    /** Whether its value is a list of sizes. */
    public boolean isList() {
        return result == ValueType.LIST;
    }

    public ValueType result() {
        return result;
    }

    /** How many arguments it takes, in words. */
    public String counted() {
        var arguments = least() == 1 ? "one argument" : least() + " arguments";
        return most() == least() ? arguments : "at least " + arguments;
    }

    /** Whether the tensor expressions of a composite know it too. */
    public boolean isForComposites() {
        return switch (this) {
            case FLOAT, ACCUM, INT, MIN, MAX, ABS, RANK, NUMEL, LEN, BROADCAST, REDUCED -> true;
            default -> false;
        };
    }

    public int least() {
        return (int) args.stream().filter(arg -> arg != Arg.OPTIONAL_INTEGER).count();
    }

    public int most() {
        return args.contains(Arg.TENSORS) ? Integer.MAX_VALUE : args.size();
    }
}
