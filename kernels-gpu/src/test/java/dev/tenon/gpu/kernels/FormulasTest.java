package dev.tenon.gpu.kernels;

import dev.tenon.core.DType;
import dev.tenon.ops.CeluBackward;
import dev.tenon.ops.HuberError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated kernels whose formulas compute with attributes alone: Java does that in double, whatever the kernel computes in. */
class FormulasTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void arithmetic_on_attributes_loses_no_digits(DType dtype) {
        same(new CeluBackward(1.3), random(dtype, 1, 5, 7), random(dtype, 2, 5, 7));
        same(new HuberError(0.7), random(dtype, 1, 5, 7), random(dtype, 2, 5, 7));
    }
}
