package dev.tenon.tensor;

import dev.tenon.core.DType;
import java.lang.foreign.MemorySegment;

/** Fills host memory with one value: the first element is written, then copied in doubling steps. */
final class Fill {
    private Fill() {}

    static void with(MemorySegment memory, DType dtype, Number value) {
        if (memory.byteSize() == 0) {
            return;
        }
        double real = value.doubleValue();
        if (real == 0 && 1 / real > 0) {
            memory.fill((byte) 0);
            return;
        }
        Elements.put(memory, dtype, 0, value);
        long total = memory.byteSize();
        for (long done = dtype.bytes(); done < total; done *= 2) {
            MemorySegment.copy(memory, 0, memory, done, Math.min(done, total - done));
        }
    }
}
