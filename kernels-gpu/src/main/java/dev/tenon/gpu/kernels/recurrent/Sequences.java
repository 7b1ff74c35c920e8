package dev.tenon.gpu.kernels.recurrent;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Region;
import dev.tenon.spi.TimeSteps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call over packed sequences, in float or double: halves are converted, and results of halves when all is queued. Matrices are row-major
 * and told by address.
 */
final class Sequences implements AutoCloseable {
    private record Written(UncheckedOperand from, UncheckedOperand to) {}

    final TimeSteps steps;
    final long batch;
    final long rows;
    private final GpuCall call;
    private final DType dtype;
    private final List<Written> written = new ArrayList<>();

    Sequences(GpuCall call, TimeSteps steps, UncheckedOperand input, long batch) {
        this.call = call;
        this.steps = steps;
        this.batch = batch;
        this.rows = input.sizes()[0];
        this.dtype = input.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    }

    // ---- memory ---------------------------------------------------------------------------------------------------------

    /** The operand, row-major and converted; 0 where it was not given. */
    long read(@Nullable UncheckedOperand operand) {
        return call.addressOrZero(operand, dtype);
    }

    /** Where the result is to be written. */
    long write(UncheckedOperand operand) {
        if (operand.dtype() == dtype && operand.isContiguous()) {
            return operand.address();
        }
        var wide = call.region(dtype, operand.sizes());
        written.add(new Written(wide, operand));
        return wide.address();
    }

    long take(long... sizes) {
        return call.region(dtype, sizes).address();
    }

    /** Where a row of a matrix of so many columns is. */
    long at(long p, long row, long columns) {
        return p + row * columns * dtype.bytes();
    }

    void copy(long from, long to, long count) {
        Copies.copy(call, Region.dense(call.device(), dtype, from, count), Region.dense(call.device(), dtype, to, count));
    }

    private void zero(long p, long count) {
        call.zero(Region.dense(call.device(), dtype, p, count));
    }

    // ---- work -----------------------------------------------------------------------------------------------------------

    Launch launch(String kernel) {
        return call.launch("recurrent/recurrent", kernel, dtype);
    }

    /** {@code c = op(a) · op(b)}, or added to c. */
    private void product(boolean turnA, boolean turnB, long m, long n, long k, long a, long b, long c, boolean adds) {
        if (m == 0 || n == 0) {
            return;
        }
        if (k > 0) {
            var gemm = Gemm.of(dtype, turnA, turnB, m, n, k, a, b, c);
            call.gemm(adds ? gemm.adding(1) : gemm);
        } else if (!adds) {
            zero(c, m * n);
        }
    }

    /** {@code to = p · weightᵀ} of some rows, or added to what is there; the weight is {@code [columns, inner]}. */
    void project(long p, long count, long inner, long weight, long columns, long to, boolean adds) {
        product(false, true, count, columns, inner, p, weight, to, adds);
    }

    /** {@code to = slopes · weight} of some rows, or added to what is there: back through {@link #project}. */
    void unproject(long slopes, long count, long columns, long weight, long inner, long to, boolean adds) {
        product(false, false, count, inner, columns, slopes, weight, to, adds);
    }

    /** {@code to = slopesᵀ · p} of all rows: the gradient of a weight {@code [columns, inner]}. */
    void weigh(long slopes, long columns, long p, long inner, long to) {
        product(true, false, columns, inner, rows, slopes, p, to, false);
    }

    /** The sums of the columns, to two places unless the second is 0. */
    void sum(long slopes, long columns, long to, long also) {
        launch("sum_columns").pointer(slopes).pointer(to).pointer(also).i64(rows).i64(columns).over(columns);
    }

    /** The states before every element; the result's address. */
    long statesBefore(long outputs, long initial, long columns) {
        long to = take(rows, columns);
        for (int time = 0; time < steps.count(); time++) {
            launch("states_before").pointer(stateBefore(outputs, initial, columns, time)).pointer(initial)
                .pointer(at(to, steps.offset(time), columns)).i64(steps.carried(time)).i64(steps.rows(time)).i64(columns)
                .over(steps.rows(time) * columns);
        }
        return to;
    }

    /** Where the states before that time are that are carried; the initial ones where none are. */
    long stateBefore(long outputs, long initial, long columns, int time) {
        return steps.carried(time) > 0 ? at(outputs, steps.stateRow(time, 0), columns) : initial;
    }

    /** Converts results. */
    @Override
    public void close() {
        written.forEach(each -> Copies.copy(call, each.from, each.to));
    }
}
