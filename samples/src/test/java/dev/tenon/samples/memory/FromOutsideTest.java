package dev.tenon.samples.memory;

import static dev.tenon.Tenon.arange;
import static dev.tenon.Tenon.ones;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Relu;
import dev.tenon.ops.Sum;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code of other packages tries to make operators work outside their tensors' memory. */
class FromOutsideTest {
    /** An operator that declares whatever view it likes. */
    private record Beyond(Ints sizes, Ints strides, long offset) implements Primitive {
        private static final OpDescriptor DESCRIPTOR = new OpDescriptor("beyond", OpDescriptor.Kind.VIEW, Beyond.class, "input");

        @Override
        public OpDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public void infer(Inference call) {
            call.view(sizes.toArray(), strides.toArray(), offset);
        }
    }

    /** An operator that takes the kernel of another one, past its rule. */
    private record Impostor() implements Primitive {
        @Override
        public OpDescriptor descriptor() {
            return new Relu().descriptor();
        }

        @Override
        public void infer(Inference call) {
            call.output(DType.FLOAT64, 1L << 20);
        }
    }

    /** An operator that keeps the arrays that it declares. */
    private record Keeper(long[] sizes, long[] strides) implements Primitive {
        private static final OpDescriptor DESCRIPTOR = new OpDescriptor("keeper", OpDescriptor.Kind.VIEW, Keeper.class, "input");

        @Override
        public OpDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public void infer(Inference call) {
            call.view(sizes, strides, 0);
        }
    }

    /** An operator with an output of no possible size. */
    private record Negative() implements Primitive {
        private static final OpDescriptor DESCRIPTOR = new OpDescriptor("negative", OpDescriptor.Kind.NATIVE, Negative.class, "input");

        @Override
        public OpDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public void infer(Inference call) {
            call.output(DType.FLOAT32, -1);
        }
    }

    @Test
    void theSizesOfATensorCannotBeChanged() {
        var x = ones(4, 4);
        x.shape().toArray()[0] = 1L << 33;
        assertThat(x.shape()).isEqualTo(Shape.of(4, 4));
        assertThat(x.sum(new long[] {0}).toDoubleArray()).containsOnly(4);
        assertThat(x.size(-1)).isEqualTo(4);
        assertThat(x.t().stride(0)).isOne();
        assertThatThrownBy(() -> x.stride(2)).hasMessageContaining("stride: dim 2 is out of range for shape [4, 4]");
    }

    @ParameterizedTest
    @CsvSource({"17, 1, 0", "16, 1, 1", "16, 1, -1", "2, -1, 0", "2, 16, 0", "1073741824, 1, 0", "4611686018427387904, 4, 0",
        "3, 4611686018427387904, 0", "3, -9223372036854775808, 0", "1, 1, 16", "-5, 1, 0"})
    void aViewStaysWithinItsMemory(long size, long stride, long offset) {
        var x = ones(16);
        assertThatThrownBy(() -> Dispatch.apply(new Beyond(Ints.of(size), Ints.of(stride), offset), null, x))
            .isInstanceOf(ShapeException.class).hasMessageStartingWith("beyond: ");
    }

    @Test
    void viewsThatFitAreMade() {
        var x = arange(16);
        assertThat(Dispatch.apply(new Beyond(Ints.of(4, 4), Ints.of(-4, 1), 12), null, x).toLongArray()).startsWith(12, 13, 14, 15, 8);
        assertThat(Dispatch.apply(new Beyond(Ints.of(1L << 40), Ints.of(0), 15), null, x).shape()).isEqualTo(Shape.of(1L << 40));
        assertThat(Dispatch.apply(new Beyond(Ints.of(0, 5), Ints.of(1, 1), 99), null, x).numel()).isZero();
    }

    @Test
    void anOperatorHasItsOwnKernelsOnly() {
        assertThatThrownBy(() -> Dispatch.apply(new Impostor(), null, ones(4))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("has the descriptor of dev.tenon.ops.Relu");
    }

    @Test
    void declaredArraysAreCopied() {
        var keeper = new Keeper(new long[] {2, 2}, new long[] {2, 1});
        var view = Dispatch.apply(keeper, null, ones(4));
        keeper.sizes()[0] = 1L << 33;
        keeper.strides()[0] = 1L << 33;
        assertThat(view.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(view.sum().item()).isEqualTo(4);
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> Dispatch.apply(new Negative(), null, ones(4))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("cannot be negative");
    }

    @Test
    void onlyPointwiseOperatorsWriteOverTheirOperand() {
        var sum = new Sum(Ints.of(0), false, null);
        assertThatThrownBy(() -> Dispatch.inPlace(sum, null, ones(4))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("only pointwise operators");
    }

    @Test
    void memoryThatCanBeClosedUnderAnOperatorIsNotWrapped() {
        try (var arena = Arena.ofShared()) {
            var memory = arena.allocate(400, 64);
            assertThatThrownBy(() -> Creation.wrap(memory, DType.FLOAT32, memory, 100)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("may be closed while an operator runs");
        }
    }

    @Test
    void memoryThatNobodyClosesIsWrapped() {
        for (var memory : new MemorySegment[] {Arena.ofAuto().allocate(40, 8), Arena.global().allocate(40, 8),
            MemorySegment.ofBuffer(ByteBuffer.allocateDirect(40))}) {
            assertThat(Creation.wrap(memory, DType.FLOAT32, memory, 10).add(1).sum().item()).isEqualTo(10);
        }
    }

    @Test
    void memoryOfAConfinedArenaIsUsedByItsThreadOnly() throws InterruptedException {
        try (var arena = Arena.ofConfined()) {
            var wrapped = Creation.wrap(arena.allocate(40, 8), DType.FLOAT32, arena, 10);
            assertThat(wrapped.add(1).sum().item()).isEqualTo(10);
            var failed = new AtomicReference<Throwable>();
            Thread.ofPlatform().start(() -> {
                try {
                    wrapped.add(1);
                } catch (RuntimeException e) {
                    failed.set(e);
                }
            }).join();
            assertThat(failed.get()).isInstanceOf(ArgumentException.class).hasMessageContaining("another thread's arena");
        }
    }

    @Test
    void memoryThatCanOnlyBeReadIsNotWrapped(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("elements"), new byte[40]);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var fixed = channel.map(MapMode.READ_ONLY, 0, 40, Arena.ofAuto());
            assertThatThrownBy(() -> Creation.wrap(fixed, DType.FLOAT32, fixed, 10)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("can only be read");
        }
        Tensor wrapped;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            wrapped = Creation.wrap(channel.map(MapMode.PRIVATE, 0, 40, Arena.ofAuto()), DType.FLOAT32, file, 10);
        }
        assertThat(wrapped.add_(1).sum().item()).isEqualTo(10);
        assertThat(Files.readAllBytes(file)).containsOnly(0);
    }
}
