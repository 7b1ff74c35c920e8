package dev.tenon.nn.registry;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Ints;
import dev.tenon.core.Numbers;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The arguments of a layer by PyTorch's names; notes which were asked for, so that an unknown one is an error. */
public final class LayerArguments {
    private final String layer;
    private final Map<String, ? extends @Nullable Object> values;
    private final Set<String> used = new HashSet<>();

    LayerArguments(String layer, Map<String, ? extends @Nullable Object> values) {
        this.layer = layer;
        this.values = values;
    }

    /** An integer that must be given. */
    public long integer(String name) {
        if (take(name) instanceof Number number) {
            return Numbers.whole(number, layer, name);
        }
        throw wrong(name, "an integer");
    }

    public long integer(String name, long otherwise) {
        return take(name) == null ? otherwise : integer(name);
    }

    /** Null where it is absent or null. */
    public @Nullable Long integerOrNull(String name) {
        return take(name) == null ? null : Long.valueOf(integer(name));
    }

    /** A real number that must be given. */
    public double number(String name) {
        if (take(name) == null) {
            throw wrong(name, "a number");
        }
        return number(name, 0);
    }

    public double number(String name, double otherwise) {
        return switch (take(name)) {
            case null -> otherwise;
            case Number number -> Numbers.real(number, layer, name);
            default -> throw wrong(name, "a number");
        };
    }

    /** The default where it is absent, null where it is null. */
    @Nullable Double numberOrNull(String name, double otherwise) {
        used.add(name);
        return values.containsKey(name) && values.get(name) == null ? null : Double.valueOf(number(name, otherwise));
    }

    /** Null where it is absent or null. */
    public @Nullable Double numberOrNull(String name) {
        return take(name) == null ? null : Double.valueOf(number(name, 0));
    }

    /** Null where it is absent or null. */
    public @Nullable Boolean flagOrNull(String name) {
        return take(name) == null ? null : Boolean.valueOf(flag(name, false));
    }

    /** A truth value that must be given. */
    public boolean flag(String name) {
        if (take(name) == null) {
            throw wrong(name, "true or false");
        }
        return flag(name, false);
    }

    public boolean flag(String name, boolean otherwise) {
        return switch (take(name)) {
            case null -> otherwise;
            case Boolean flag -> flag;
            default -> throw wrong(name, "true or false");
        };
    }

    /** One integer or a list of them, which must be given. */
    public Ints ints(String name) {
        var ints = intsOrNull(name);
        if (ints == null) {
            throw wrong(name, "an integer or a list of them");
        }
        return ints;
    }

    /** One integer or a list of them. */
    public Ints ints(String name, Ints otherwise) {
        var ints = intsOrNull(name);
        return ints == null ? otherwise : ints;
    }

    Ints ints(String name, long otherwise) {
        return ints(name, Ints.of(otherwise));
    }

    /** Null where it is absent or null. */
    public @Nullable Ints intsOrNull(String name) {
        return switch (take(name)) {
            case null -> null;
            case Number number -> Ints.of(Numbers.whole(number, layer, name));
            case List<?> list ->
                Ints.of(list.stream().mapToLong(item -> item instanceof Number n ? Numbers.whole(n, layer, name) : -1).toArray());
            default -> throw wrong(name, "an integer or a list of them");
        };
    }

    /** Real numbers, one or a list of them; null where they are absent or null. */
    double @Nullable [] numbersOrNull(String name) {
        return switch (take(name)) {
            case null -> null;
            case Number number -> new double[] {Numbers.real(number, layer, name)};
            case List<?> list ->
                list.stream().mapToDouble(item -> item instanceof Number number ? Numbers.real(number, layer, name) : Double.NaN).toArray();
            default -> throw wrong(name, "a number or a list of them");
        };
    }

    /** Where parameters come to be: PyTorch's {@code device} and {@code dtype}, or what holds here. */
    Placement placement() {
        var device = take("device");
        var dtype = take("dtype");
        var here = Placement.current();
        return new Placement(switch (device) {
            case null -> here.device();
            case Device given -> given;
            case String name -> Device.named(name);
            default -> throw wrong("device", "a device");
        }, switch (dtype) {
            case null -> here.dtype();
            case DType given -> given;
            case String name -> DType.named(name.replaceFirst("^torch\\.", ""));
            default -> throw wrong("dtype", "a dtype");
        }, here.generator());
    }

    /** Whether a device or a dtype is given. */
    boolean isPlaced() {
        return values.get("device") != null || values.get("dtype") != null;
    }

    boolean isText(String name) {
        return values.get(name) instanceof String;
    }

    String text(String name, String otherwise) {
        return switch (take(name)) {
            case null -> otherwise;
            case String text -> text;
            default -> throw wrong(name, "a word");
        };
    }

    /** A word that names a constant, which must be given. */
    public <E extends Enum<E>> E choice(String name, Class<E> constants) {
        try {
            return Enum.valueOf(constants, text(name, "").toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw wrong(name, "one of " + List.of(constants.getEnumConstants()));
        }
    }

    /** A word that names a constant. */
    public <E extends Enum<E>> E choice(String name, E otherwise) {
        return take(name) == null ? otherwise : choice(name, otherwise.getDeclaringClass());
    }

    /** Null where it is absent or null. */
    public @Nullable Tensor tensor(String name) {
        return switch (take(name)) {
            case null -> null;
            case Tensor tensor -> tensor;
            default -> throw wrong(name, "a tensor");
        };
    }

    /** A layer of this kind, which must be given. */
    <L extends Layer> L layer(String name, Class<L> kind) {
        var given = layerOrNull(name, kind);
        if (given == null) {
            throw wrong(name, "a layer, " + kind.getSimpleName());
        }
        return given;
    }

    /** Null where it is absent or null. */
    <L extends Layer> @Nullable L layerOrNull(String name, Class<L> kind) {
        var value = take(name);
        if (value != null && !kind.isInstance(value)) {
            throw wrong(name, "a layer, " + kind.getSimpleName());
        }
        return value == null ? null : kind.cast(value);
    }

    /**
     * Arguments of PyTorch's that have no meaning here. {@code inplace} may be true: what it says is where the result lies.
     *
     * @throws ArgumentException if another one is neither null nor false
     */
    public void legacy(String... names) {
        for (var name : names) {
            var value = take(name);
            if (value != null && !Boolean.FALSE.equals(value) && !name.equals("inplace")) {
                throw wrong(name, "left out");
            }
        }
    }

    /** Checks that every argument was asked for. */
    void requireAllUsed() {
        var unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(used);
        if (!unknown.isEmpty()) {
            throw new ArgumentException(layer + ": does not take " + unknown);
        }
    }

    private @Nullable Object take(String name) {
        used.add(name);
        return values.get(name);
    }

    private ArgumentException wrong(String name, String wanted) {
        return new ArgumentException(layer + ": " + name + " must be " + wanted + ", got " + values.get(name));
    }
}
