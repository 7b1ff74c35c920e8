package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;

/**
 * Where elements are added to one another by atomic operations: the output itself, or a temporary of a dtype that has them and loses
 * nothing until the end.
 *
 * @param call the run this is for
 * @param out what the sums become
 * @param target row-major memory to add in
 */
public record Sums(GpuCall call, UncheckedOperand out, UncheckedOperand target) {
    public static Sums begin(GpuCall call, UncheckedOperand out) {
        var dtype = switch (out.dtype()) {
            case FLOAT64 -> DType.FLOAT64;
            case FLOAT32, FLOAT16, BFLOAT16 -> DType.FLOAT32;
            default -> DType.INT64;
        };
        return new Sums(call, out, out.dtype() == dtype ? out : call.region(dtype, out.sizes()));
    }

    /** What a dtype's sums and statistics are kept in. */
    public static DType statistics(DType dtype) {
        return dtype.bytes() == 2 ? DType.FLOAT32 : dtype;
    }

    /** What is added in. */
    public DType dtype() {
        return target.dtype();
    }

    /** Starts from these values. */
    public Sums from(UncheckedOperand values) {
        Copies.copy(call, values, target);
        return this;
    }

    public void end() {
        if (target != out) {
            Copies.copy(call, target, out);
        }
    }
}
