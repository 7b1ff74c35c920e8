package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A tensor.
 *
 * @param sizes at most a few, at most {@link World#MOST_ELEMENTS} together
 * @param layout how its elements lie
 * @param fill what they are
 * @param released whether its scope has ended
 */
record TensorValue(DType dtype, Device device, List<Long> sizes, Layout layout, Fill fill, boolean requiresGrad, boolean released)
    implements
        Value {
    /** How elements lie in memory. */
    enum Layout {
        /** Row-major. */
        PLAIN,
        /** The last two dimensions swapped. */
        TRANSPOSED,
        /** Every second element of the last dimension. */
        STEPPED,
        /** One element for all of the first dimension. */
        EXPANDED,
        /** One element for all. */
        EXPANDED_ALL
    }

    /** What the elements are. */
    enum Fill {
        ZEROS, ONES, COUNTING, SIGNED, LARGE, SPECIAL, EXTREME;

        /** The element at a place. */
        double at(int i) {
            return switch (this) {
                case ZEROS -> 0;
                case ONES -> 1;
                case COUNTING -> i;
                case SIGNED -> (i * 7 % 11 - 5) / 2.0;
                case LARGE -> (i % 2 == 0 ? 1 : -1) * 1e20;
                case SPECIAL -> new double[] {Double.NaN, 1, Double.POSITIVE_INFINITY, -0.0, Double.NEGATIVE_INFINITY}[i % 5];
                case EXTREME -> i % 2 == 0 ? Double.MAX_VALUE : Double.MIN_VALUE;
            };
        }

        /** The element at a place as an integer of so many bytes, signed or not. */
        long integer(int i, DType dtype) {
            long most = dtype == DType.UINT8 ? 255 : Long.MAX_VALUE >> 64 - 8 * dtype.bytes();
            long least = dtype == DType.UINT8 ? 0 : -most - 1;
            return switch (this) {
                case ZEROS -> 0;
                case ONES -> 1;
                case COUNTING -> i % 100;
                case SIGNED -> dtype == DType.UINT8 ? i * 7 % 11 : i * 7 % 11 - 5;
                case LARGE -> most / 2 + 1;
                case SPECIAL -> i % 2 == 0 ? -1 & most : most;
                case EXTREME -> i % 2 == 0 ? least : most;
            };
        }
    }

    @Override
    public Tensor make(World world) {
        if (!released) {
            return alive(world);
        }
        try (var _ = Scope.open("short life")) {
            return alive(world);
        }
    }

    private Tensor alive(World world) {
        var tensor = world.guarded(device, () -> laidOut(device));
        return requiresGrad && dtype.isFloating() ? tensor.detach().requiresGrad_() : tensor;
    }

    private Tensor laidOut(Device on) {
        var stored = stored();
        var tensor = filled(on, stored);
        return switch (layout) {
            case PLAIN -> tensor;
            case TRANSPOSED -> tensor.transpose(-1, -2);
            case STEPPED -> tensor.unfold(stored.length - 1, 1, 2).squeeze(stored.length);
            case EXPANDED, EXPANDED_ALL -> tensor.expand(sizes.stream().mapToLong(Long::longValue).toArray());
        };
    }

    /** The sizes of the memory that the layout is a view of. */
    private long[] stored() {
        var stored = sizes.stream().mapToLong(Long::longValue).toArray();
        switch (layout) {
            case TRANSPOSED -> swap(stored);
            case STEPPED -> stored[stored.length - 1] *= 2;
            case EXPANDED -> stored[0] = 1;
            case EXPANDED_ALL -> Arrays.fill(stored, 1);
            default -> {
            }
        }
        return stored;
    }

    private static void swap(long[] sizes) {
        int last = sizes.length - 1;
        long size = sizes[last];
        sizes[last] = sizes[last - 1];
        sizes[last - 1] = size;
    }

    private Tensor filled(Device on, long[] stored) {
        return switch (elements(Math.toIntExact(Arrays.stream(stored).reduce(1, (a, b) -> a * b)))) {
            case boolean[] flags -> Creation.of(flags, dtype, on, stored);
            case long[] integers -> Creation.of(integers, dtype, on, stored);
            case double[] numbers -> Creation.of(numbers, dtype, on, stored);
            default -> throw new IllegalStateException();
        };
    }

    private Object elements(int count) {
        if (dtype == DType.BOOL) {
            var flags = new boolean[count];
            for (int i = 0; i < count; i++) {
                flags[i] = fill == Fill.ONES || fill != Fill.ZEROS && i % 3 != 1;
            }
            return flags;
        }
        if (dtype.isFloating()) {
            var numbers = new double[count];
            Arrays.setAll(numbers, fill::at);
            return numbers;
        }
        var integers = new long[count];
        Arrays.setAll(integers, i -> fill.integer(i, dtype));
        return integers;
    }

    /** The layouts that a tensor of these sizes can have. */
    static List<Layout> layouts(List<Long> sizes) {
        if (sizes.isEmpty() || sizes.contains(0L)) {
            return List.of(Layout.PLAIN);
        }
        return sizes.size() == 1 ? List.of(Layout.PLAIN, Layout.STEPPED, Layout.EXPANDED) : List.of(Layout.values());
    }

    @Override
    public String java() {
        var stored = stored();
        var shape = Arrays.stream(stored).mapToObj(size -> ", " + size).collect(Collectors.joining());
        var on = device.equals(Device.CPU) ? "Device.CPU" : "Device.named(\"" + device + "\")";
        var made = fill == Fill.ZEROS || fill == Fill.ONES ? fill.name().toLowerCase(Locale.ROOT) + "(" : "of(" + elements(stored) + ", ";
        var text = "Creation." + made + "DType." + dtype.name() + ", " + on + shape + ")" + switch (layout) {
            case PLAIN -> "";
            case TRANSPOSED -> ".transpose(-1, -2)";
            case STEPPED -> ".unfold(" + (stored.length - 1) + ", 1, 2).squeeze(" + stored.length + ")";
            case EXPANDED, EXPANDED_ALL -> ".expand(" + sizes.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
        };
        return text + (requiresGrad ? ".detach().requiresGrad_()" : "") + (released ? " /* of a scope that has ended */" : "");
    }

    private String elements(long[] stored) {
        var array = elements(Math.toIntExact(Arrays.stream(stored).reduce(1, (a, b) -> a * b)));
        return switch (array) {
            case boolean[] flags -> "new boolean[] " + braced(Arrays.toString(flags));
            case long[] integers -> "new long[] "
                + Arrays.stream(integers).mapToObj(i -> new PlainValue(i).java()).collect(Collectors.joining(", ", "{", "}"));
            case double[] numbers -> "new double[] "
                + Arrays.stream(numbers).mapToObj(x -> new PlainValue(x).java()).collect(Collectors.joining(", ", "{", "}"));
            default -> throw new IllegalStateException();
        };
    }

    private static String braced(String list) {
        return "{" + list.substring(1, list.length() - 1) + "}";
    }

    @Override
    public List<TensorValue> simpler() {
        var result = new ArrayList<TensorValue>();
        if (released) {
            result.add(new TensorValue(dtype, device, sizes, layout, fill, requiresGrad, false));
        }
        if (requiresGrad) {
            result.add(new TensorValue(dtype, device, sizes, layout, fill, false, released));
        }
        if (layout != Layout.PLAIN) {
            result.add(new TensorValue(dtype, device, sizes, Layout.PLAIN, fill, requiresGrad, released));
        }
        if (fill != Fill.ZEROS && fill != Fill.ONES) {
            result.add(new TensorValue(dtype, device, sizes, layout, Fill.ONES, requiresGrad, released));
        }
        if (!device.equals(Device.CPU)) {
            result.add(new TensorValue(dtype, Device.CPU, sizes, layout, fill, requiresGrad, released));
        }
        if (dtype != DType.FLOAT32 && dtype.isFloating()) {
            result.add(new TensorValue(DType.FLOAT32, device, sizes, layout, fill, requiresGrad, released));
        }
        shapes().forEach(shape -> result.add(new TensorValue(dtype, device, shape,
            layouts(shape).contains(layout) ? layout : Layout.PLAIN, fill, requiresGrad, released)));
        return result;
    }

    private List<List<Long>> shapes() {
        var shapes = new ArrayList<List<Long>>();
        for (int d = 0; d < sizes.size(); d++) {
            var dropped = new ArrayList<>(sizes);
            dropped.remove(d);
            shapes.add(dropped);
            for (long size : List.of(1L, 2L)) {
                if (sizes.get(d) > size) {
                    var smaller = new ArrayList<>(sizes);
                    smaller.set(d, size);
                    shapes.add(smaller);
                }
            }
        }
        return Collections.unmodifiableList(shapes);
    }
}
