package dev.tenon.memory;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import dev.tenon.data.TensorDataset;
import dev.tenon.io.Npy;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasedTensorsTest {
    private static final Map<String, Consumer<Tensor>> USES = Map.ofEntries(
        Map.entry("escape", Tensor::escape),
        Map.entry("keep", x -> x.keepFrom(Scope.open("another"))),
        Map.entry("moveTo", x -> x.moveTo(Scope.open("another"))),
        Map.entry("TensorDataset", x -> new TensorDataset(x, x)),
        Map.entry("detach", Tensor::detach),
        Map.entry("contiguous", Tensor::contiguous),
        Map.entry("to", x -> x.to(x.dtype())),
        Map.entry("view", x -> x.view(-1)),
        Map.entry("segment", Tensor::segment),
        Map.entry("useSegment", x -> x.useSegment(memory -> memory.fill((byte) 0))),
        Map.entry("asByteBuffer", Tensor::asByteBuffer),
        Map.entry("storage", Tensor::storage),
        Map.entry("setGrad", x -> ones(x.numel()).requiresGrad_().setGrad(x)),
        Map.entry("requiresGrad_", Tensor::requiresGrad_),
        Map.entry("toFloatArray", Tensor::toFloatArray),
        Map.entry("toString", Tensor::toString),
        Map.entry("add", x -> x.add(1)),
        Map.entry("fill_", x -> x.fill_(1)),
        Map.entry("backward", x -> ones(x.numel()).requiresGrad_().mul(2).backward(x)));

    @TempDir
    private Path folder;

    /** Of memory that went back to the pool. */
    private static Tensor released(long size) {
        try (var _ = Scope.open("gone")) {
            return ones(size);
        }
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aReleasedTensorStaysReleased(String use) {
        for (long size : new long[] {4, 5000, 500_000}) {
            var x = released(size);
            assertThatThrownBy(() -> {
                try (var _ = Scope.open("outer")) {
                    USES.get(use).accept(x);
                }
            }).isInstanceOf(ReleasedException.class).hasMessageContaining(use).hasMessageContaining("scope 'gone'")
                .hasMessageContaining("try:");
        }
    }

    static Stream<String> uses() {
        return USES.keySet().stream().sorted();
    }

    @Test
    void aFileOfAReleasedTensorIsNotWritten() {
        assertThatThrownBy(() -> Npy.write(folder.resolve("x.npy"), released(10))).isInstanceOf(ReleasedException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5000, 500_000})
    void aSegmentIsClosedWithTheTensorItShows(long size) {
        MemorySegment segment;
        ByteBuffer buffer;
        try (var _ = Scope.open("gone")) {
            var x = ones(size);
            segment = x.segment();
            buffer = x.get(slice(1, 3)).asByteBuffer();
            assertThat(segment.get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(1);
            assertThat(buffer.getFloat(0)).isEqualTo(1);
        }
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> buffer.getFloat(0)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5000, 500_000})
    void aSegmentGoesWhereItsTensorGoes(long size) {
        Tensor escaped;
        MemorySegment segment;
        MemorySegment kept;
        try (var outer = Scope.open("outer")) {
            try (var inner = Scope.open("inner")) {
                escaped = full(new long[] {size}, 3.0, DType.FLOAT32);
                segment = escaped.segment();
                escaped.escape();
                kept = full(new long[] {size}, 2.0, DType.FLOAT32).keepFrom(inner).segment();
            }
            assertThat(kept.get(ValueLayout.JAVA_FLOAT, 4)).isEqualTo(2);
            assertThat(outer.isClosed()).isFalse();
        }
        assertThatThrownBy(() -> kept.get(ValueLayout.JAVA_FLOAT, 4)).isInstanceOf(IllegalStateException.class);
        assertThat(segment.get(ValueLayout.JAVA_FLOAT, 4)).isEqualTo(3);
        assertThat(escaped.mean().item()).isEqualTo(3);
    }

    @Test
    void aSegmentIsLentForAMoment() {
        var lent = new MemorySegment[1];
        ones(100).useSegment(memory -> {
            lent[0] = memory;
            assertThat(memory.byteSize()).isEqualTo(400);
        });
        assertThatThrownBy(() -> lent[0].get(ValueLayout.JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memoryOfAClosedArenaIsNotRead() {
        Tensor wrapped;
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(400, 64);
            wrapped = Creation.wrap(memory, DType.FLOAT32, memory, 100);
            assertThat(wrapped.add(1).sum().item()).isEqualTo(100);
        }
        assertThatThrownBy(() -> wrapped.add(1)).isInstanceOf(ReleasedException.class).hasMessageContaining("closed the arena");
    }

    @Test
    void anyThreadMayCloseAScope() throws InterruptedException {
        var scope = Scope.open("closed elsewhere");
        var x = ones(10_000);
        var closer = Thread.startVirtualThread(scope::close);
        closer.join();
        assertThatThrownBy(() -> x.add(1)).isInstanceOf(ReleasedException.class).hasMessageContaining("closed elsewhere");
        assertThat(Scope.current()).isNotSameAs(scope);
        assertThat(ones(3).device()).isEqualTo(Device.CPU);
        scope.close();
    }
}
