package dev.tenon.tensor;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import org.jspecify.annotations.Nullable;

/** Windows that are sums of as many cosines as the caller gives factors. */
final class WindowSeries {
    private WindowSeries() {}

    static Tensor generalCosine(long m, double[] a, boolean sym, @Nullable DType dtype, @Nullable Device device) {
        var result = dtype == null ? DefaultDtype.current() : dtype;
        if (m == 1) {
            return Ops.ones(new long[] {1}, result, device);
        }
        var angles = Ops.windowAngles(m, sym, result, device);
        var sum = Ops.zerosLike(angles);
        for (int i = 0; i < a.length; i++) {
            sum = Ops.add(sum, Ops.mul(Ops.cos(Ops.mul(angles, i)), i % 2 == 0 ? a[i] : -a[i]));
        }
        return sum;
    }
}
