package dev.tenon.samples.surface;

import static dev.tenon.Tenon.arange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Doubles;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import dev.tenon.data.sampler.Sampler;
import dev.tenon.data.table.CategoryColumn;
import dev.tenon.data.table.NumberColumn;
import dev.tenon.data.text.Vocabulary;
import dev.tenon.io.ProtoMessage;
import dev.tenon.metric.Accuracy;
import dev.tenon.metric.ConfusionMatrix;
import dev.tenon.metric.Metric;
import dev.tenon.ops.Add;
import dev.tenon.ops.Relu;
import dev.tenon.optim.Asgd;
import dev.tenon.optim.ElementwiseOptions;
import dev.tenon.optim.NAdam;
import dev.tenon.optim.Sgd;
import dev.tenon.plot.Image;
import dev.tenon.spi.Inference;
import dev.tenon.spi.Layout;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.UncheckedCall;
import dev.tenon.tensor.CatalogCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.History;
import dev.tenon.train.Series;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Proves of methods that return arrays that nobody goes on using these: what a caller does to one array does not show in the next. */
final class Copies {
    /** What arguments and receivers are made of; their sizes are looked at when all is done. */
    static final Tensor[] TENSORS = {arange(6).reshape(2, 3), arange(6).reshape(2, 3)};

    /** Arguments to try, made anew for each call: what a method makes of its caller's own arrays is the caller's. */
    private static final Map<Class<?>, List<Supplier<@Nullable Object>>> ARGUMENTS = Map.ofEntries(
        values(long.class, 1L, 0L, 2L, 6L), values(int.class, 1, 2, 0), values(boolean.class, false, true),
        values(String.class, "x", "values"),
        values(Ints.class, Ints.of(0, 1), Ints.of(2, 3), Ints.of(0), Ints.of(5)), values(Class.class, Relu.class),
        values(List.class, Arrays.asList((Object[]) TENSORS)), values(Inference.class, inference()),
        values(GradRule.class, new @Nullable Object[] {null}),
        values(Primitive.class, Relu.INSTANCE), Map.entry(long[].class, List.of(() -> new long[] {2, 3}, () -> new long[] {1})),
        Map.entry(double[].class, List.of(() -> new double[] {1, 1})), Map.entry(long[][].class, List.of(() -> new long[][] {{2, 3}, {4}})),
        Map.entry(int[].class, List.of(() -> new int[] {0, 1})),
        Map.entry(boolean[].class, List.of(() -> new boolean[] {true, false})),
        Map.entry(Tensor[].class, List.of(() -> new Tensor[] {TENSORS[0]})),
        Map.entry(Index[].class, List.of(() -> new Index[] {Index.at(0)})), values(Tensor.class, (Object[]) TENSORS),
        values(Object.class, 1L), Map.entry(Object[].class, List.of(() -> new Object[] {0L})));

    private static final Map<Class<?>, Object> RECEIVERS = Map.ofEntries(Map.entry(Shape.class, Shape.of(2, 3)),
        Map.entry(Ints.class, Ints.of(2, 3)), Map.entry(Doubles.class, Doubles.of(2, 3)), Map.entry(Tensor.class, TENSORS[0]),
        Map.entry(Inference.class, inference()), Map.entry(CatalogCall.class, new CatalogCall("x", Map.of("x", List.of(1, 2)))),
        Map.entry(Metric.Count.class, new Accuracy(1).start()), Map.entry(ConfusionMatrix.Counts.class, new ConfusionMatrix(2).start()),
        Map.entry(History.class, history()),
        Map.entry(Layout.class, Layout.of(new long[] {2, 3}, new long[] {3, 1})), Map.entry(Image.class, Image.of(TENSORS[0])),
        Map.entry(ProtoMessage.class, new ProtoMessage().integer(1, 2)), Map.entry(NAdam.class, NAdam.DEFAULT),
        Map.entry(Asgd.class, Asgd.DEFAULT), Map.entry(Series.class, series()), Map.entry(ElementwiseOptions.class, Sgd.DEFAULT),
        Map.entry(Sampler.class, Sampler.sequential()), Map.entry(NumberColumn.class, new NumberColumn("x", 1, 2)),
        Map.entry(CategoryColumn.class, new CategoryColumn("x", new int[] {0}, Vocabulary.of(List.of("a")))));

    private Copies() {}

    private static Map.Entry<Class<?>, List<Supplier<@Nullable Object>>> values(Class<?> type, @Nullable Object... values) {
        return Map.entry(type, Arrays.stream(values).<Supplier<@Nullable Object>>map(value -> () -> value).toList());
    }

    private static Inference inference() {
        var call = UncheckedCall.begin(UncheckedCall.inference(), new Add(1), TENSORS.clone(), DType.FLOAT32);
        new Add(1).infer(call);
        return call;
    }

    private static History history() {
        try {
            var history = new History();
            var add = History.class.getDeclaredMethod("add", double.class);
            add.setAccessible(true);
            add.invoke(history, 0.5);
            return history;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Series series() {
        try {
            var history = new History();
            var add = History.class.getDeclaredMethod("add", String.class, long.class, double.class);
            add.setAccessible(true);
            add.invoke(history, "lr", 1L, 0.5);
            return history.series().values().iterator().next();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls the method twice, and spoils what it returns the first time. */
    static void requireCopied(Method method) throws ReflectiveOperationException {
        var receiver = Modifier.isStatic(method.getModifiers()) ? null : RECEIVERS.get(method.getDeclaringClass());
        assertThat(Modifier.isStatic(method.getModifiers()) || receiver != null).as("an object to call %s of", method).isTrue();
        method.setAccessible(true);
        for (var arguments : combinations(method.getParameterTypes(), 0)) {
            var first = called(method, receiver, arguments);
            if (first != null && Array.getLength(first) > 0) {
                var before = describe(first);
                vandalise(first);
                var second = called(method, receiver, arguments);
                assertThat(second).as("the next array of %s", method).isNotSameAs(first);
                assertThat(describe(second)).as("the next array of %s", method).isEqualTo(before);
                return;
            }
        }
        throw new AssertionError("no arguments are known of which " + method + " makes an array with elements");
    }

    private static List<List<Supplier<@Nullable Object>>> combinations(Class<?>[] types, int from) {
        if (from == types.length) {
            return List.of(List.of());
        }
        var known = ARGUMENTS.get(types[from]);
        assertThat(known).as("arguments of type %s", types[from]).isNotNull();
        var result = new ArrayList<List<Supplier<@Nullable Object>>>();
        for (var head : known) {
            for (var tail : combinations(types, from + 1)) {
                var all = new ArrayList<>(List.of(head));
                all.addAll(tail);
                result.add(all);
            }
        }
        return result;
    }

    /** The array, or null where the method refuses these arguments. */
    private static @Nullable Object called(Method method, @Nullable Object receiver, List<Supplier<@Nullable Object>> arguments)
        throws IllegalAccessException {
        try {
            return method.invoke(receiver, arguments.stream().map(Supplier::get).toArray());
        } catch (InvocationTargetException _) {
            return null;
        }
    }

    private static void vandalise(Object array) {
        var type = array.getClass().getComponentType();
        Object junk = type == long.class ? (Object) (1L << 33)
            : type == int.class ? (Object) 0x7777 : type == short.class ? (Object) (short) 0x7777
                : type == byte.class ? (Object) (byte) 77
                    : type == double.class ? (Object) 7.7e77 : type == float.class ? (Object) 7.7e7f : null;
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, type == boolean.class ? (Object) !Array.getBoolean(array, i) : junk);
        }
    }

    /** The elements; tensors show theirs. */
    private static String describe(@Nullable Object array) {
        return Arrays.deepToString(new @Nullable Object[] {array});
    }
}
