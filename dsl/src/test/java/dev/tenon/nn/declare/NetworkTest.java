package dev.tenon.nn.declare;

import static dev.tenon.Tenon.features;
import static dev.tenon.Tenon.image;
import static dev.tenon.Tenon.sequential;
import static dev.tenon.Tenon.signal;
import static dev.tenon.Tenon.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.memory.Pool;
import dev.tenon.nn.Layer;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void theSummaryShowsEveryShapeAndCount() {
        var net = sequential(image(1, 28, 28), s -> s
            .conv2d(32, c -> c.kernel(3).same()).relu().maxPool2d(2)
            .conv2d(64, c -> c.kernel(3).same()).relu().maxPool2d(2)
            .flatten().linear(128).relu().dropout(0.2).linear(10));
        assertThat(net.summary()).isEqualTo("""
            layer  kind        output           parameters  multiplications    memory
                   image       [N, 1, 28, 28]
            0      Conv2d      [N, 32, 28, 28]         320          225,792  1.25 KiB
            1      ReLU        [N, 32, 28, 28]
            2      MaxPool2d   [N, 32, 14, 14]
            3      Conv2d      [N, 64, 14, 14]      18,496        3,612,672  72.3 KiB
            4      ReLU        [N, 64, 14, 14]
            5      MaxPool2d   [N, 64, 7, 7]
            6      Flatten     [N, 3136]
            7      Linear      [N, 128]            401,536          401,408  1.53 MiB
            8      ReLU        [N, 128]
            9      Dropout     [N, 128]
            10     Linear      [N, 10]               1,290            1,280  5.04 KiB

            total  Sequential  [N, 10]             421,642        4,241,152  1.61 MiB
            421,642 parameters are trained, 0 frozen; float32""");
        assertThat(net.outputShape()).isEqualTo("[N, 10]");
        assertThat(net.parameterCount()).isEqualTo(421_642);
    }

    @Test
    void aDeclarationTakesNoMemory() {
        long before = Pool.of(Device.CPU).held();
        var net = sequential(features(100_000), s -> s.linear(100_000).batchNorm().dropout(0.5).linear(100_000));
        assertThat(net.parameterCount()).isEqualTo(20_000_400_000L);
        assertThat(Pool.of(Device.CPU).held()).isEqualTo(before);
    }

    @Test
    void partsAreListedUnderTheirNames() {
        var net = sequential(image(4, 8, 8), s -> s
            .residual(b -> b.conv2d(4, c -> c.kernel(3).same()).batchNorm())
            .residual(b -> b.conv2d(8, c -> c.kernel(3).same()), b -> b.conv2d(8, 1))
            .named("pool").adaptiveAvgPool2d(1).flatten()
            .block("gate", x -> x.linear(5).mul(x.named("mask").linear(5).sigmoid()))
            .repeat(2, r -> r.linear(5).tanh()));
        assertThat(net.summary()).contains("0.body.0", "0.body.1", "1.body.0", "1.shortcut.0", "pool ", "gate.0", "gate.mask", "gate.2",
            "\n5 ", "\n8 ")
            .doesNotContain("\n9 ");
    }

    @Test
    void partsThatHaveANameAreReadInTheirOrder() {
        UnaryOperator<Chain> part = x -> x.linear(4).relu();
        assertThat(sequential(features(3), s -> s.then(part).then(part).linear(2)).summary())
            .isEqualTo(sequential(features(3), s -> s.linear(4).relu().linear(4).relu().linear(2)).summary());
    }

    @Test
    void otherInputsAndLayersHaveTheirShapes() {
        assertThat(sequential(signal(3, 20), s -> s.conv1d(6, c -> c.kernel(5).stride(2).padding(2)).batchNorm()).outputShape())
            .isEqualTo("[N, 6, 10]");
        assertThat(sequential(tokens(12), s -> s.embedding(100, 16).layerNorm().linear(4)).outputShape()).isEqualTo("[N, 12, 4]");
        assertThat(sequential(image(2, 9, 9), s -> s.avgPool2d(3, p -> p.stride(2).ceilMode(true))).outputShape())
            .isEqualTo("[N, 2, 4, 4]");
        assertThat(sequential(image(2, 8, 8), s -> s.conv2d(3, c -> c.kernel(4).same())).outputShape()).isEqualTo("[N, 3, 8, 8]");
        assertThat(sequential(Input.of(DType.FLOAT64, 3, 4), s -> s.function("rows", x -> x.sum(1))).outputShape()).isEqualTo("[N, 4]");
        assertThat(sequential(features(6), s -> s.block("b", x -> x.cat(1, x, x.linear(2)))).outputShape()).isEqualTo("[N, 14]");
    }

    @Test
    void anErrorNamesPathLineShapesAndAWayOut() {
        int here = new Throwable().getStackTrace()[0].getLineNumber();
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> sequential(image(1, 28, 28), s -> s
            .flatten().linear(10)
            .conv2d(32, 3)))
            .withMessageStartingWith("layer '2.conv2d' (NetworkTest.java:" + (here + 3)
                + "): the input must be [N, channels, height, width], got rank 2")
            .withMessageContaining("layer input: [N, 10] float32").withMessageContaining("try:   place it before flatten()");
    }

    @Test
    void anOperatorsErrorIsToldWithTheBatchAsN() {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> sequential(features(8), s -> s.relu()
            .layer(() -> new Linear(9, 3))))
            .withMessageStartingWith("layer '1.layer' (NetworkTest.java:")
            .withMessageContaining("input: [N, 8] float32   weight: [3, 9] float32");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> sequential(image(1, 4, 4), s -> s.conv2d(2, 7)))
            .withMessageStartingWith("layer '0.conv2d'").withMessageContaining("[N, 1, 4, 4]").withMessageContaining("[2, 1, 7, 7]");
        assertThatExceptionOfType(DTypeException.class).isThrownBy(() -> sequential(tokens(8), s -> s.linear(8)))
            .withMessageContaining("[N, 8] int64");
    }

    @Test
    void errorsWithinPartsHaveTheWholePath() {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> sequential(features(8),
            s -> s.residual(b -> b.linear(8).conv1d(3, 3))))
            .withMessageStartingWith("layer '0.residual.body.1.conv1d'");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> sequential(image(3, 8, 8), s -> s.residual(b -> b.conv2d(32, 3))))
            .withMessageStartingWith("layer '0.residual'").withMessageContaining("body: [N, 32, 6, 6]   other: [N, 3, 8, 8]")
            .withMessageContaining("shortcut");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> sequential(features(8),
            s -> s.block("g", x -> x.linear(3).add(x.linear(4)))))
            .withMessageStartingWith("layer 'g.block.add'").withMessageContaining("3 and 4");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        refused("kernel takes 1 or 2 numbers", () -> sequential(image(3, 8, 8), s -> s.conv2d(4, c -> c.stride(2))));
        refused("groups (2) must divide the channels", () -> sequential(image(3, 8, 8), s -> s.conv2d(4, c -> c.kernel(3).groups(2))));
        refused("same() needs stride 1", () -> sequential(image(3, 8, 8), s -> s.conv2d(4, c -> c.kernel(3).stride(2).same())));
        refused("outFeatures must be at least 1", () -> sequential(features(3), s -> s.linear(0)));
        refused("p must be a probability", () -> sequential(features(3), s -> s.dropout(1.5)));
        refused("every size must be at least 1", () -> features(0));
        refused("two layers are called 'a'", () -> sequential(features(3), s -> s.named("a").relu().named("a").relu()));
        refused("must not be empty or contain a dot", () -> sequential(features(3), s -> s.named("a.b").relu()));
        refused("times must be at least 0", () -> sequential(features(3), s -> s.repeat(-1, r -> r.relu())));
    }

    @Test
    void aFinishedDeclarationCannotBeExtended() {
        var chain = new AtomicReference<Chain>();
        sequential(features(3), s -> {
            chain.set(s);
            return s.linear(2);
        });
        refused("this declaration is finished", () -> chain.get().relu());
        refused("a symbol of another block", () -> sequential(features(3), s -> s.block("a", x -> {
            var outer = new AtomicReference<Symbol>(x);
            return x.block("b", y -> y.add(outer.get()));
        })));
    }

    @Test
    void aLayerWithoutParametersOfItsOwnIsBuiltOnce() {
        var net = sequential(features(3), s -> s.layer(Doubled::new).flatten());
        assertThat(net.outputShape()).isEqualTo("[N, 3]");
        assertThat(net.build(new Seed(1)).size()).isEqualTo(2);
        assertThat(net.build(new Seed(1)).layer(0)).isInstanceOf(Doubled.class).isNotSameAs(net.build(new Seed(1)).layer(0));
    }

    private static void refused(String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable declaration) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(declaration).withMessageContaining(reason);
    }

    private static final class Doubled extends Layer {
        @Override
        public Tensor forward(Tensor input) {
            return input.add(input);
        }
    }
}
