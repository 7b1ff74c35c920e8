package dev.tenon.nn.registry;

import static dev.tenon.Tenon.ones;
import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.Ints;
import dev.tenon.nn.Layer;
import dev.tenon.nn.LayerListener;
import dev.tenon.nn.LayerPath;
import dev.tenon.nn.attention.MultiheadAttention;
import dev.tenon.nn.attention.TransformerDecoder;
import dev.tenon.nn.attention.TransformerEncoder;
import dev.tenon.nn.recurrent.Lstm;
import dev.tenon.nn.recurrent.LstmState;
import dev.tenon.nn.recurrent.PackedSequence;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Hooks and listeners see every way in which a person calls a layer, however many tensors and options it takes. */
class HeardCallsTest {
    private static final Set<String> NAMES = Set.of("forward", "forwardAll", "step", "of");

    /** Calls each form once with something: a hook stands before all checks, so that it does not matter whether they pass. */
    @TestFactory
    Stream<DynamicTest> everyFormOfForwardIsACall() throws IOException {
        return ModuleArgumentsTest.modules().stream().flatMap(module -> {
            var layer = Layers.create(module.name(), module.given());
            return forms(layer).map(form -> DynamicTest.dynamicTest(module.name() + "." + text(form), () -> {
                var heard = new AtomicInteger();
                try (var _ = layer.registerForwardPreHook((_, inputs) -> {
                    heard.incrementAndGet();
                    return inputs;
                })) {
                    call(layer, form);
                }
                assertThat(heard).hasValue(1);
            }));
        });
    }

    private static Stream<Method> forms(Layer layer) {
        return Arrays.stream(layer.getClass().getMethods())
            .filter(method -> NAMES.contains(method.getName()) && !Modifier.isStatic(method.getModifiers()) && !method.isBridge()
                && method.getDeclaringClass() != Layer.class);
    }

    private static String text(Method form) {
        return form.getName() + Arrays.stream(form.getParameterTypes()).map(Class::getSimpleName).toList();
    }

    private static void call(Layer layer, Method form) throws IllegalAccessException {
        try {
            form.setAccessible(true);
            form.invoke(layer, Arrays.stream(form.getParameterTypes()).map(HeardCallsTest::something).toArray());
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(RuntimeException.class);
        }
    }

    private static Object something(Class<?> type) {
        var x = ones(2, 4, 4);
        if (type == Tensor.class) {
            return x;
        }
        if (type == List.class) {
            return List.of(x, x);
        }
        if (type == UnaryOperator.class) {
            return UnaryOperator.identity();
        }
        if (type == LstmState.class) {
            return new LstmState(x, x);
        }
        if (type == PackedSequence.class) {
            return new PackedSequence(ones(2, 3), Ints.of(2), null, null);
        }
        if (type == long[].class) {
            return new long[] {4, 4};
        }
        throw new AssertionError("something of " + type + " is wanted here");
    }

    // ---- within models ----------------------------------------------------------------------------------------------

    private static List<String> paths(Layer model, Runnable work) {
        var path = new LayerPath(model);
        var seen = new ArrayList<String>();
        LayerListener.listen(path, () -> LayerListener.listen(new LayerListener() {
            @Override
            public void entered(Layer layer, List<Tensor> inputs) {
                seen.add(path.current());
            }
        }, work));
        return seen;
    }

    @Test
    void masksDoNotHideTheLayersOfATransformer() {
        var encoder = new TransformerEncoder(8, 2, 2, o -> o.dimFeedforward(4).batchFirst());
        var padding = tensor(new boolean[][] {{false, false, true}});
        assertThat(paths(encoder, () -> encoder.forward(ones(1, 3, 8), o -> o.keyPaddingMask(padding))))
            .startsWith("", "layers.0", "layers.0.self_attn").contains("layers.1.self_attn", "layers.1.linear2");
        var decoder = new TransformerDecoder(8, 2, 1, o -> o.dimFeedforward(4).batchFirst());
        assertThat(paths(decoder, () -> decoder.forward(ones(1, 2, 8), ones(1, 3, 8), o -> o.tgtIsCausal(true))))
            .containsOnlyOnce("layers.0.self_attn", "layers.0.multihead_attn");
    }

    @Test
    void aHookReplacesTheOutputThatComesWithTheWeights() {
        var attention = new MultiheadAttention(8, 2, o -> o.batchFirst());
        attention.registerForwardHook((_, inputs, output) -> output.mul(0).add(inputs.size()));
        var x = ones(1, 3, 8);
        var result = attention.forward(x, x, x);
        assertThat(result.output().toFloatArray()).containsOnly(3);
        assertThat(result.weights().shape()).hasToString("[1, 3, 3]");
        assertThat(attention.forward(x, x, x, o -> o.needWeights(false)).weights()).isNull();
    }

    @Test
    void aHookReplacesTheOutputOfAllSteps() {
        var lstm = new Lstm(3, 4, o -> o.last());
        lstm.registerForwardHook((_, _, output) -> output.mul(0).add(7));
        var result = lstm.forwardAll(ones(5, 2, 3), new LstmState(ones(1, 2, 4), ones(1, 2, 4)));
        assertThat(result.output().shape()).hasToString("[5, 2, 4]");
        assertThat(result.output().toFloatArray()).containsOnly(7);
        assertThat(result.hidden().shape()).hasToString("[1, 2, 4]");
    }
}
