package dev.tenon.gpu.launch;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Arguments;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.driver.Driver;
import dev.tenon.spi.Layout;

/** One launch being put together: the arguments in the kernel's order, then how many threads. It is queued once. */
public final class Launch {
    /** Threads of a block where the kernel does not care. */
    public static final int THREADS = 256;
    /**
     * Blocks for each multiprocessor: several times what it holds at once, because those that finish early take more of them, and few enough
     * that each does some work.
     */
    private static final int WAVES = 32;

    private final String operator;
    private final Driver driver;
    private final long function;
    private final Arguments arguments = Arguments.begin();

    Launch(String operator, Driver driver, long function) {
        this.operator = operator;
        this.driver = driver;
        this.function = function;
    }

    public Launch in(UncheckedOperand operand) {
        return pointer(operand.address());
    }

    public Launch pointer(long address) {
        arguments.pointer(address);
        return this;
    }

    public Launch i64(long value) {
        arguments.i64(value);
        return this;
    }

    public Launch i32(int value) {
        arguments.i32(value);
        return this;
    }

    public Launch f64(double value) {
        arguments.f64(value);
        return this;
    }

    public Launch f32(float value) {
        arguments.f32(value);
        return this;
    }

    public Launch flag(boolean value) {
        arguments.flag(value);
        return this;
    }

    /** Where operands lie over these sizes, as the structure {@code TnLayout}; strides in elements, 0 where an operand is repeated. */
    public Launch layout(long[] sizes, long[]... strides) {
        OffsetsStruct.write(Offsets.of(Layout.of(sizes, strides)), arguments.struct(OffsetsStruct.BYTES));
        return this;
    }

    /** Two arguments for kernels that check indices: {@code TnError*}, and the operator's number as an {@code int}. */
    public Launch errors(GpuCall call) {
        return pointer(call.errorFlag()).i32(call.errorNumber());
    }

    /** For writing arguments that these methods do not know. */
    public Arguments arguments() {
        return arguments;
    }

    /** Runs a kernel whose threads step over n elements by the size of the grid. Nothing is queued for none. */
    public void over(long n) {
        if (n > 0) {
            long blocks = Math.min((n + THREADS - 1) / THREADS, (long) driver.multiprocessors() * WAVES);
            grid(Dim.of((int) blocks), Dim.of(THREADS), 0);
        } else {
            arguments.end();
        }
    }

    /** Runs a kernel whose blocks step over n rows by the size of the grid. */
    public void rows(long n, int threads, int shared) {
        if (n > 0) {
            grid(Dim.of((int) Math.min(n, (long) driver.multiprocessors() * WAVES)), Dim.of(threads), shared);
        } else {
            arguments.end();
        }
    }

    public void grid(Dim grid, Dim block, int shared) {
        driver.launch(operator, function, grid, block, shared, arguments);
        arguments.end();
    }
}
