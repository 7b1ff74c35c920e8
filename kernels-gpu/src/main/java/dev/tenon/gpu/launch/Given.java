package dev.tenon.gpu.launch;

import dev.tenon.core.DType;

/** Optional inputs as kernels take them: null pointers where they were not given. */
public final class Given {
    private Given() {}

    public static boolean has(GpuCall call, int i) {
        return i < call.inputs() && call.has(i);
    }

    /** The address of row-major input {@code i} of this dtype, or 0. */
    public static long address(GpuCall call, int i, DType dtype) {
        return has(call, i) ? call.dense(i, dtype).address() : 0;
    }

    /** What a dtype's sums and statistics are kept in. */
    public static DType statistics(DType dtype) {
        return dtype.bytes() == 2 ? DType.FLOAT32 : dtype;
    }
}
