package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Numbers;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call through a catalogue: arguments by PyTorch's names, which overload they fit, and their values as the methods take them. */
public final class CatalogCall {
    private static final String FUNCTIONAL = "nn.functional.";

    private final String name;
    private final Map<String, ? extends @Nullable Object> args;

    /**
     * A call of the operator of this name; the prefix {@code nn.functional.} may be there.
     *
     * @param args tensors, numbers, booleans, strings, dtypes, devices, lists of these, and null
     */
    public CatalogCall(String name, Map<String, ? extends @Nullable Object> args) {
        this.name = name.startsWith(FUNCTIONAL) ? name.substring(FUNCTIONAL.length()) : name;
        this.args = this.name.equals("scatter") ? numbered(args) : spread(args);
    }

    /** Two lists of dimensions, one for each tensor, are two arguments: PyTorch, too, passes {@code dims} on as {@code dims_self} and {@code dims_other}. */
    private static Map<String, ? extends @Nullable Object> spread(Map<String, ? extends @Nullable Object> args) {
        if (!(args.get("dims") instanceof List<?> pair) || pair.size() != 2 || !(pair.get(0) instanceof List<?>)
            || !(pair.get(1) instanceof List<?>)) {
            return args;
        }
        var spread = new HashMap<String, @Nullable Object>(args);
        spread.remove("dims");
        spread.put("dims_self", pair.get(0));
        spread.put("dims_other", pair.get(1));
        return spread;
    }

    /** A number to scatter may have either of PyTorch's two names, {@code src} and {@code value}. */
    private static Map<String, ? extends @Nullable Object> numbered(Map<String, ? extends @Nullable Object> args) {
        var wanted = args.get("reduce") == null ? "src" : "value";
        var other = args.get("reduce") == null ? "value" : "src";
        if (!(args.get(other) instanceof Number number) || args.containsKey(wanted)) {
            return args;
        }
        var renamed = new HashMap<String, @Nullable Object>(args);
        renamed.remove(other);
        renamed.put(wanted, number);
        return renamed;
    }

    public String name() {
        return name;
    }

    // ---- which overload ----------------------------------------------------------------------------------------------

    /** Whether these arguments can be given to that operator. */
    public boolean fits(OpInfo op) {
        Set<String> left = new HashSet<>(args.keySet());
        for (var fixed : op.fixed().entrySet()) {
            if (!fixed.getValue().equals(args.get(fixed.getKey()))) {
                return false;
            }
            left.remove(fixed.getKey());
        }
        for (var param : op.params()) {
            if (left.remove(param.name()) ? !fits(param, args.get(param.name())) : param.defaultValue() == null) {
                return false;
            }
        }
        for (var unknown : left) {
            var value = args.get(unknown);
            // PyTorch's own arguments, such as _stacklevel, may have any value.
            boolean unused = value == null || value.equals(false) || unknown.startsWith("_");
            if (!op.legacy().contains(unknown) || !unused) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(OpInfo.Parameter param, @Nullable Object value) {
        if (value == null) {
            return param.nullable() || param.defaultValue() != null;
        }
        return switch (param.type()) {
            case TENSOR -> value instanceof Tensor;
            case TENSOR_OR_NUMBER -> value instanceof Tensor || value instanceof Number || value instanceof Boolean;
            case TENSORS -> value instanceof List<?> list && list.stream().allMatch(Tensor.class::isInstance);
            case NUMBER -> value instanceof Number || value instanceof Boolean;
            case REAL -> value instanceof Number;
            case INTEGER -> isInteger(value);
            case FLAG -> value instanceof Boolean;
            case INTEGERS ->
                isInteger(value) || value instanceof List<?> list && list.stream().allMatch(item -> item == null || isInteger(item));
            case REALS -> value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance);
            case DTYPE -> value instanceof DType || value instanceof String;
            case DEVICE -> value instanceof Device || value instanceof String;
            case TEXT -> value instanceof String;
            case CONSTANT -> value instanceof String text && param.constants().contains(text.toLowerCase(Locale.ROOT));
            case INDEX -> true;
        };
    }

    private static boolean isInteger(@Nullable Object value) {
        return value instanceof Long || value instanceof Integer;
    }

    /** The error for a call that no operator takes: the overloads there are, or the names that are close. */
    public ArgumentException refused(List<OpInfo> ops) {
        var overloads = ops.stream().filter(op -> op.name().equals(name)).map(OpInfo::signature).toList();
        if (!overloads.isEmpty()) {
            return new ArgumentException(
                name + ": no overload takes the arguments " + args.keySet() + "\n  try:   " + String.join("\n         ", overloads));
        }
        var near = ops.stream().map(OpInfo::name).distinct().filter(other -> other.contains(name) || name.contains(other)).limit(5)
            .toList();
        return new ArgumentException(name + ": there is no operator of that name" + (near.isEmpty() ? "" : "\n  try:   one of " + near));
    }

    // ---- the values --------------------------------------------------------------------------------------------------

    /** A tensor; a number becomes one beside the other tensors. */
    public Tensor tensor(String param) {
        var value = tensorOrNull(param);
        if (value == null) {
            throw new ArgumentException(name + ": " + param + " is null\n  try:   pass a tensor");
        }
        return value;
    }

    public @Nullable Tensor tensorOrNull(String param) {
        return switch (args.get(param)) {
            case Tensor tensor -> tensor;
            case Number number -> Dispatch.number(name, param, number, like());
            case Boolean flag -> Creation.wrappedFlag(flag, like());
            case null, default -> null;
        };
    }

    private Tensor like() {
        for (var value : args.values()) {
            if (value instanceof Tensor tensor) {
                return tensor;
            }
        }
        throw new ArgumentException(name + ": one argument at least must be a tensor\n  try:   tensor(x) for a number x");
    }

    public List<Tensor> tensors(String param) {
        return args.get(param) instanceof Collection<?> list ? list.stream().map(Tensor.class::cast).toList() : List.of();
    }

    public Number number(String param) {
        return required(param, numberOrNull(param, null));
    }

    public Number number(String param, Number otherwise) {
        var value = numberOrNull(param, otherwise);
        return value == null ? otherwise : value;
    }

    public @Nullable Number numberOrNull(String param, @Nullable Number otherwise) {
        return switch (args.get(param)) {
            case Number number -> Numbers.plain(number, name, param);
            case Boolean flag -> flag ? 1L : 0L;
            case null, default -> args.containsKey(param) ? null : otherwise;
        };
    }

    public double real(String param) {
        return number(param).doubleValue();
    }

    public double real(String param, double otherwise) {
        return number(param, otherwise).doubleValue();
    }

    public @Nullable Double realOrNull(String param, @Nullable Double otherwise) {
        var value = numberOrNull(param, otherwise);
        return value == null ? null : value.doubleValue();
    }

    public long integer(String param) {
        return number(param).longValue();
    }

    public long integer(String param, long otherwise) {
        return number(param, otherwise).longValue();
    }

    public @Nullable Long integerOrNull(String param, @Nullable Long otherwise) {
        var value = numberOrNull(param, otherwise);
        return value == null ? null : value.longValue();
    }

    public boolean flag(String param) {
        return required(param, flagOrNull(param, null));
    }

    public boolean flag(String param, boolean otherwise) {
        return args.get(param) instanceof Boolean value ? value : otherwise;
    }

    public @Nullable Boolean flagOrNull(String param, @Nullable Boolean otherwise) {
        return args.get(param) instanceof Boolean value ? value : args.containsKey(param) ? null : otherwise;
    }

    /** A list of integers; one integer is a list of one. Without an argument, the default. */
    public long[] integers(String param, long... otherwise) {
        var value = integersOrNull(param);
        return value == null ? otherwise.clone() : value;
    }

    /** A list of integers; an integer in it that is null reads as -1. */
    public long @Nullable [] integersOrNull(String param) {
        return switch (args.get(param)) {
            case List<?> list -> list.stream().mapToLong(item -> item == null ? -1 : ((Number) item).longValue()).toArray();
            case Number number -> new long[] {number.longValue()};
            case null, default -> null;
        };
    }

    /** As above; without an argument, the default. */
    public long @Nullable [] integersOrNull(String param, long[] otherwise) {
        return args.containsKey(param) ? integersOrNull(param) : otherwise;
    }

    public double[] reals(String param) {
        return required(param, realsOrNull(param));
    }

    public double @Nullable [] realsOrNull(String param) {
        return args.get(param) instanceof List<?> list ? list.stream().mapToDouble(item -> ((Number) item).doubleValue()).toArray() : null;
    }

    public DType dtype(String param) {
        return required(param, dtypeOrNull(param));
    }

    public @Nullable DType dtypeOrNull(String param) {
        return switch (args.get(param)) {
            case DType dtype -> dtype;
            case String text -> DType.named(text);
            case null, default -> null;
        };
    }

    public DType dtype(String param, DType otherwise) {
        return args.get(param) == null ? otherwise : dtype(param);
    }

    public @Nullable DType dtypeOrNull(String param, DType otherwise) {
        return args.containsKey(param) ? dtypeOrNull(param) : otherwise;
    }

    public Device device(String param) {
        return required(param, deviceOrNull(param));
    }

    public @Nullable Device deviceOrNull(String param) {
        return switch (args.get(param)) {
            case Device device -> device;
            case String text -> Device.named(text);
            case null, default -> null;
        };
    }

    public String text(String param) {
        return required(param, textOrNull(param));
    }

    public @Nullable String textOrNull(String param) {
        return args.get(param) instanceof String text ? text : null;
    }

    public <E extends Enum<E>> E constant(String param, Class<E> type) {
        return Enum.valueOf(type, String.valueOf(args.get(param)).replace('-', '_').toUpperCase(Locale.ROOT));
    }

    public <E extends Enum<E>> E constant(String param, E otherwise) {
        return args.get(param) == null ? otherwise : constant(param, otherwise.getDeclaringClass());
    }

    /** A constant, or null where null is given or, without an argument, the default. */
    public <E extends Enum<E>> @Nullable E constantOrNull(String param, Class<E> type, @Nullable E otherwise) {
        return args.containsKey(param) ? args.get(param) == null ? null : constant(param, type) : otherwise;
    }

    public Index[] index(String param) {
        var value = args.get(param);
        return value instanceof List<?> list ? list.stream().map(Index::of).toArray(Index[]::new) : new Index[] {Index.of(value)};
    }

    private <T> T required(String param, @Nullable T value) {
        if (value == null) {
            throw new ArgumentException(name + ": " + param + " is null\n  try:   pass a value");
        }
        return value;
    }
}
