package dev.tenon.gpu.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A device of its own for each test, and data on it. */
abstract class EmulatedTest {
    Driver driver;
    private final Arena arena = Arena.ofConfined();

    @BeforeEach
    void open() {
        assumeTrue(EmulatedDriver.isAvailable(), "no C++ compiler: the emulated GPU is not tested");
        driver = EmulatedDriver.open();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    /** A kernel for float32 of a unit made of this text and the common header. */
    long kernel(String text, String name) {
        var header = Source.of(Driver.class, "tenon.cuh", DType.FLOAT32).text();
        return driver.function(new Source("test.cu", DType.FLOAT32, header + "\n#line 1 \"test.cu\"\n" + text), name);
    }

    long onDevice(float... values) {
        return upload(arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }

    long upload(MemorySegment host) {
        long device = driver.allocate(host.byteSize());
        driver.upload(host.address(), device, host.byteSize());
        return device;
    }

    float[] floats(long address, int n) {
        return download(address, 4L * n).toArray(ValueLayout.JAVA_FLOAT);
    }

    double[] doubles(long address, int n) {
        return download(address, 8L * n).toArray(ValueLayout.JAVA_DOUBLE);
    }

    int[] ints(long address, int n) {
        return download(address, 4L * n).toArray(ValueLayout.JAVA_INT);
    }

    MemorySegment download(long address, long bytes) {
        var host = arena.allocate(Math.max(bytes, 1), 8);
        driver.download(address, host.address(), bytes);
        return host.asSlice(0, bytes);
    }
}
