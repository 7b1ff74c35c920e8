package dev.tenon.cpu.kernels.linalg;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;

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

    /** One matrix of every operand: addresses of its row-major elements. Temporary memory is the thread's scratch. */
    record Item(KernelCall call, DType dtype, long index, long[] inputs, long[] outputs) {
        long in(int i) {
            return inputs[i];
        }

        long out(int i) {
            return outputs[i];
        }

        long rows(int input) {
            return size(call.in(input), 2);
        }

        long columns(int input) {
            return size(call.in(input), 1);
        }

        private static long size(Operand operand, int fromLast) {
            return operand.sizes()[operand.rank() - fromLast];
        }

        /** A temporary copy of the matrix of an input. */
        long copy(int input, Scratch scratch) {
            long bytes = rows(input) * columns(input) * dtype.bytes();
            long copy = scratch.take(bytes);
            RawMemory.copy(inputs[input], copy, bytes);
            return copy;
        }

        double get(long address, long i) {
            return dtype == DType.FLOAT64 ? RawMemory.f64(address, i) : RawMemory.f32(address, i);
        }

        void put(long address, long i, double value) {
            if (dtype == DType.FLOAT64) {
                RawMemory.f64(address, i, value);
            } else {
                RawMemory.f32(address, i, (float) value);
            }
        }
    }

    /** Computes one matrix of the batch. */
    abstract void matrix(O op, Item item, Scratch scratch);

    /** How many dimensions of input 0 are not of the batch. */
    int matrixRank() {
        return 2;
    }

    @Override
    public final void run(O op, KernelCall call) {
        var sizes = call.in(0).sizes();
        long batch = 1;
        for (int d = 0; d < sizes.length - matrixRank(); d++) {
            batch *= sizes[d];
        }
        if (batch > 0) {
            run(op, call, batch, new Dense[call.inputs() + call.outputs()], 0);
        }
    }

    /** Opens the operands one inside the other, so that they are closed in the reverse order whatever happens. */
    private void run(O op, KernelCall call, long batch, Dense[] open, int next) {
        if (next == open.length) {
            Workers.run(batch, 1, (from, to) -> part(op, call, batch, open, from, to));
            return;
        }
        boolean input = next < call.inputs();
        var operand = input ? call.in(next) : call.out(next - call.inputs());
        try (var dense = input ? Dense.read(operand, operand.dtype()) : Dense.write(operand, operand.dtype())) {
            open[next] = dense;
            run(op, call, batch, open, next + 1);
        }
    }

    private void part(O op, KernelCall call, long batch, Dense[] open, long from, long to) {
        var scratch = Scratch.of();
        for (long i = from; i < to; i++) {
            long mark = scratch.mark();
            try {
                var inputs = new long[call.inputs()];
                var outputs = new long[call.outputs()];
                for (int k = 0; k < inputs.length; k++) {
                    inputs[k] = open[k].address() + i * step(call.in(k), batch);
                }
                for (int k = 0; k < outputs.length; k++) {
                    outputs[k] = open[inputs.length + k].address() + i * step(call.out(k), batch);
                }
                matrix(op, new Item(call, call.in(0).dtype(), i, inputs, outputs), scratch);
            } finally {
                scratch.release(mark);
            }
        }
    }

    private static long step(Operand operand, long batch) {
        return operand.numel() / batch * operand.dtype().bytes();
    }

    /** The error for a matrix of the batch that cannot be worked with. */
    ArgumentException unsuitable(Item item, String reason) {
        return new ArgumentException(name + ": matrix " + item.index() + " of the batch " + reason);
    }

    /** Refuses a triangle that has a 0 on its diagonal. */
    void requireRegular(Item item, long triangle, long n) {
        for (long i = 0; i < n; i++) {
            if (item.get(triangle, i * n + i) == 0) {
                throw unsuitable(item, "is singular: element " + i + " of its diagonal is 0");
            }
        }
    }
}
