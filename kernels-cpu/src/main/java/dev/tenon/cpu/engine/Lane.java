package dev.tenon.cpu.engine;

import dev.tenon.core.DType;

/** What a kernel computes in: every dtype's values are held by one of these without loss. */
public enum Lane {
    F32(DType.FLOAT32, 4), F64(DType.FLOAT64, 8), I64(DType.INT64, 8);

    private final DType dtype;
    private final int bytes;

    Lane(DType dtype, int bytes) {
        this.dtype = dtype;
        this.bytes = bytes;
    }

    /** The lane of that compute dtype: halves compute in float, all integers and booleans in long. */
    public static Lane of(DType compute) {
        return switch (compute) {
            case FLOAT32, FLOAT16, BFLOAT16 -> F32;
            case FLOAT64 -> F64;
            default -> I64;
        };
    }

    public DType dtype() {
        return dtype;
    }

    public int bytes() {
        return bytes;
    }
}
