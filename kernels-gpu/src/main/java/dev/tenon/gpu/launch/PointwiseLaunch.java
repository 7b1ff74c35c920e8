package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Layout;
import dev.tenon.spi.Op;

/**
 * One formula for every element: operands that lie side by side are read and written in packs, others by their strides, and numbers are
 * passed by value.
 *
 * @param <O> the operator's record
 */
public final class PointwiseLaunch<O extends Op> extends GeneratedLaunch<O> {
    private static final int CONTIGUOUS = 0;
    private static final int STRIDED = 1;

    private final int inputs;
    private final int results;
    private int truths;
    private boolean isTruth;
    private boolean isPacked = true;
    private boolean isDividing;

    /**
     * A kernel.
     *
     * @param owner a class beside which the source is found
     * @param source its name below {@code META-INF/tenon/cuda}
     * @param name what the names of its kernels begin with
     * @param inputs how many tensors it reads
     * @param results how many it writes
     */
    public PointwiseLaunch(Class<?> owner, String source, String name, int inputs, int results) {
        super(owner, source, name, "", "_strided");
        this.inputs = inputs;
        this.results = results;
    }

    /** As this, with inputs that are truth values whatever the dtype is. */
    public PointwiseLaunch<O> truths(int bits) {
        truths = bits;
        return this;
    }

    /** As this, with results that are truth values. */
    public PointwiseLaunch<O> truth() {
        isTruth = true;
        return this;
    }

    /** As this, for a formula that takes so long that elements are moved one by one. */
    public PointwiseLaunch<O> single() {
        isPacked = false;
        return this;
    }

    /** As this, for a formula that divides integers: a zero among the divisors is noted. */
    public PointwiseLaunch<O> dividing() {
        isDividing = true;
        return this;
    }

    @Override
    protected void run(O op, GpuCall call) {
        if (call.out(0).numel() == 0) {
            return;
        }
        var operands = new PointwiseOperands(call, inputs, results, isPacked);
        var stored = isTruth ? DType.BOOL : call.compute();
        for (int k = 0; k < inputs; k++) {
            operands.input(k, (truths >> k & 1) != 0 ? DType.BOOL : call.compute());
        }
        for (int m = 0; m < results; m++) {
            operands.result(m, stored);
        }
        if (operands.areContiguous()) {
            contiguous(op, call, operands);
        } else {
            strided(op, call, operands, operands.layout(), operands.addresses());
        }
        for (int m = 0; m < results; m++) {
            finish(call, operands.at(inputs + m), call.out(m));
        }
    }

    private static void finish(GpuCall call, UncheckedOperand written, UncheckedOperand wanted) {
        if (written != wanted) {
            Copies.copy(call, written, wanted);
        }
    }

    private void contiguous(O op, GpuCall call, PointwiseOperands operands) {
        long n = call.out(0).numel();
        long packs = operands.packs(n);
        var launch = launch(op, call, CONTIGUOUS, call.compute());
        operands.write(launch, operands.addresses());
        passParameters(op, call, launch);
        launch.i32(operands.singles()).i64(packs).i64(n).over(packs > 0 ? packs : n);
    }

    private void passParameters(O op, GpuCall call, Launch launch) {
        var lane = Lane.of(call.compute());
        pack(op, call, launch, lane);
        if (isDividing && lane == Lane.I64) {
            launch.errors(call);
        } else if (isDividing) {
            launch.pointer(0).i32(0);
        }
    }

    /** A kernel takes eight dimensions: of more, the outermost ones are gone through here. */
    private void strided(O op, GpuCall call, PointwiseOperands operands, Layout layout, long[] addresses) {
        if (layout.rank() > Places.DIMS) {
            var inside = layout.inside();
            for (long i = 0; i < layout.size(0); i++) {
                strided(op, call, operands, inside, operands.moved(addresses, layout, i));
            }
            return;
        }
        int singles = operands.repeated(layout);
        boolean packed = operands.areForPacks(layout, addresses);
        var units = packed ? operands.inPacks(layout) : layout;
        long n = units.numel();
        var launch = launch(op, call, STRIDED, call.compute());
        operands.write(launch, addresses);
        passParameters(op, call, launch);
        launch.i32(singles).flag(packed).i64(n);
        PlacesStruct.write(Places.of(units), launch.arguments().struct(PlacesStruct.bytes(inputs + results)));
        launch.over(n);
    }
}
