package dev.tenon.cpu.kernels.linalg;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Shape;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;
import dev.tenon.spi.UncheckedCall;
import java.util.Arrays;

/** A kernel that works on the matrices of a batch one by one, several threads on different ones. The last two dimensions of the inputs are a matrix. */
abstract class MatrixKernel<O extends Op> implements Kernel<O> {
    private final String name;

    /** A kernel whose errors name the operator as users call it. */
    MatrixKernel(String name) {
        this.name = name;
    }

    /** The operator's name in errors. */
    final String name() {
        return name;
    }

    /** One matrix of every operand, row-major: what is left of it behind the batch's dimensions. Temporary memory is the thread's scratch. */
    record Item(KernelCall call, DType dtype, long index) {
        /** A temporary copy of a matrix. */
        long copy(UncheckedOperand matrix, Scratch scratch) {
            long bytes = matrix.numel() * dtype.bytes();
            long copy = scratch.take(bytes);
            UncheckedAccess.copy(matrix.address(), copy, bytes);
            return copy;
        }

        double get(long address, long i) {
            return dtype == DType.FLOAT64 ? UncheckedAccess.f64(address, i) : UncheckedAccess.f32(address, i);
        }

        void put(long address, long i, double value) {
            if (dtype == DType.FLOAT64) {
                UncheckedAccess.f64(address, i, value);
            } else {
                UncheckedAccess.f32(address, i, (float) value);
            }
        }
    }

    /** Computes one matrix of the batch. */
    abstract void matrix(O op, Item item, Scratch scratch);

    static long rows(UncheckedOperand matrix) {
        return matrix.sizes()[matrix.rank() - 2];
    }

    static long columns(UncheckedOperand matrix) {
        return matrix.sizes()[matrix.rank() - 1];
    }

    @Override
    public final void run(O op, KernelCall call) {
        var batch = Arrays.copyOf(call.in(0).sizes(), call.in(0).rank() - 2);
        long count = Shape.count(batch);
        if (count > 0) {
            run(op, call, new Batch(batch.length, count, new Region[call.inputs() + call.outputs()]), 0);
        }
    }

    /**
     * The matrices of a run.
     *
     * @param rank how many dimensions of every operand are the batch's
     * @param count of matrices
     * @param first the first matrix of every input and output
     */
    private record Batch(int rank, long count, Region[] first) {
        void open(int operand, UncheckedOperand whole, long address) {
            var sizes = Arrays.copyOfRange(whole.sizes(), rank, whole.rank());
            first[operand] = Region.contiguous(whole.dtype(), sizes, address);
        }

        KernelCall matrix(KernelCall call, long index) {
            var inputs = new UncheckedOperand[call.inputs()];
            var outputs = new UncheckedOperand[call.outputs()];
            Arrays.setAll(inputs, k -> matrix(k, index));
            Arrays.setAll(outputs, k -> matrix(inputs.length + k, index));
            return UncheckedCall.of(inputs, outputs, call.compute());
        }

        private Region matrix(int operand, long index) {
            var matrix = first[operand];
            return Region.of(matrix, matrix.sizes(), matrix.strides(), index * matrix.numel());
        }
    }

    /** Opens the operands one inside the other, so that they are closed in the reverse order whatever happens. */
    private void run(O op, KernelCall call, Batch batch, int next) {
        if (next == batch.first.length) {
            Workers.run(batch.count, 1, (from, to) -> part(op, call, batch, from, to));
            return;
        }
        boolean input = next < call.inputs();
        var operand = input ? call.in(next) : call.out(next - call.inputs());
        try (var dense = input ? Dense.read(operand, operand.dtype()) : Dense.write(operand, operand.dtype())) {
            batch.open(next, operand, dense.address());
            run(op, call, batch, next + 1);
        }
    }

    private void part(O op, KernelCall call, Batch batch, long from, long to) {
        var scratch = Scratch.of();
        var dtype = call.in(0).dtype();
        for (long i = from; i < to; i++) {
            long mark = scratch.mark();
            try {
                matrix(op, new Item(batch.matrix(call, i), dtype, i), scratch);
            } finally {
                scratch.release(mark);
            }
        }
    }

    /** The error for a matrix of the batch that cannot be worked with. */
    ArgumentException unsuitable(Item item, String reason) {
        return new ArgumentException(name + ": matrix " + item.index() + " of the batch " + reason);
    }

    /** Refuses a triangle that has a 0 on its diagonal. */
    void requireRegular(Item item, UncheckedOperand triangle) {
        long n = columns(triangle);
        for (long i = 0; i < n; i++) {
            if (item.get(triangle.address(), i * n + i) == 0) {
                throw unsuitable(item, "is singular: element " + i + " of its diagonal is 0");
            }
        }
    }
}
