package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Op;
import dev.tenon.spi.Sizes;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Folds dimensions of a tensor, or of several that broadcast. Neighbouring threads take elements that lie close together: elements of one result where folded
 * dimensions are the inner ones, of neighbouring results otherwise. Long folds of few results are cut into parts for several blocks, whose
 * accumulators a second launch combines.
 *
 * @param <O> the operator's record
 */
public final class ReductionLaunch<O extends Op> extends GeneratedLaunch<O> {
    private static final int ROWS = 0;
    private static final int COLUMNS = 1;
    private static final int MERGE = 2;
    private static final int AGAIN = 3;
    /** Powers of narrower numbers up to this order stay within the range of float64. */
    private static final double MODEST = 6;

    private @Nullable Function<O, @Nullable Ints> dims;
    private @Nullable ToDoubleFunction<O> order;
    private boolean isWide;

    /**
     * A kernel.
     *
     * @param owner a class beside which the source is found
     * @param source its name below {@code META-INF/tenon/cuda}
     * @param name what the names of its kernels begin with
     */
    public ReductionLaunch(Class<?> owner, String source, String name) {
        super(owner, source, name, "_rows", "_columns", "_merge", "_again");
    }

    /** As this, over dimensions that an attribute names; all where it is null or names none. */
    public ReductionLaunch<O> over(Function<O, @Nullable Ints> attribute) {
        dims = attribute;
        return this;
    }

    /** As this, with accumulators of float64 for all floating dtypes. */
    public ReductionLaunch<O> wide() {
        isWide = true;
        return this;
    }

    /** As this, a norm of an order: a last launch folds what lay beyond the range of the accumulators once more, scaled. */
    public ReductionLaunch<O> order(ToDoubleFunction<O> attribute) {
        order = attribute;
        return this;
    }

    @Override
    protected void run(O op, GpuCall call) {
        if (call.out(0).numel() == 0) {
            return;
        }
        if (call.inputs() > 1) {
            joint(op, call);
            return;
        }
        var compute = call.compute();
        var input = call.in(0).dtype() == compute ? call.in(0) : call.dense(0, compute);
        var folded = Axes.folded(dims == null ? null : dims.apply(op), input.rank());
        var fold = FoldedPlaces.of(input, folded);
        if (fold.isScattered()) {
            input = copied(call, input);
            fold = FoldedPlaces.of(input, folded);
        }
        run(op, call, input, fold);
    }

    /** A row-major copy: its dimensions can be merged. */
    private static UncheckedOperand copied(GpuCall call, UncheckedOperand input) {
        var copy = call.region(input.dtype(), input.sizes());
        Copies.copy(call, input, copy);
        return copy;
    }

    private void run(O op, GpuCall call, UncheckedOperand input, FoldedPlaces fold) {
        var lane = lane(call);
        var shape = FoldShape.of(fold, input, call.driver().multiprocessors());
        long partial = shape.splits() == 1 ? 0 : call.temporary(shape.splits() * fold.results() * lane.bytes());
        launch(op, call, fold.isByColumns() ? COLUMNS : ROWS, lane, shape, fold, input.address(), partial);
        merge(op, call, lane, shape, fold, partial);
        if (order != null) {
            again(op, call, lane, fold, input.address(), order.applyAsDouble(op));
        }
    }

    private void merge(O op, GpuCall call, Lane lane, FoldShape shape, FoldedPlaces fold, long partial) {
        if (partial != 0) {
            var parts = fold.parts(shape.splits());
            launch(op, call, MERGE, lane, FoldShape.ofParts(parts, call.driver().multiprocessors()), parts, partial, 0);
        }
    }

    /** Several tensors, read where they lie in the dtype that is computed in. */
    private void joint(O op, GpuCall call) {
        var inputs = new @Nullable UncheckedOperand[call.inputs()];
        var sizes = new long[0];
        for (int k = 0; k < inputs.length; k++) {
            if (call.has(k)) {
                inputs[k] = call.in(k).dtype() == call.compute() ? call.in(k) : call.dense(k, call.compute());
                sizes = Sizes.broadcast(sizes, call.in(k).sizes());
            }
        }
        var fold = FoldedPlaces.of(sizes, Axes.folded(dims == null ? null : dims.apply(op), sizes.length), inputs);
        var lane = lane(call);
        var shape = FoldShape.ofJoint(fold, call.driver().multiprocessors());
        long partial = shape.splits() == 1 ? 0 : call.temporary(shape.splits() * fold.results() * lane.bytes());
        var launch = launch(op, call, fold.isByColumns() ? COLUMNS : ROWS, call.compute());
        FoldArguments.ofJoint(shape, fold, call.out(0), partial).write(launch);
        FoldInputsStruct.write(FoldInputs.of(inputs), launch.arguments().struct(FoldInputsStruct.bytes(inputs.length)));
        PlacesStruct.write(Places.of(fold.kept()), launch.arguments().struct(PlacesStruct.bytes(inputs.length)));
        PlacesStruct.write(Places.of(fold.folded()), launch.arguments().struct(PlacesStruct.bytes(inputs.length)));
        pack(op, call, launch, lane);
        launch.grid(shape.grid(), shape.block(), 0);
        merge(op, call, lane, shape, fold, partial);
    }

    private Lane lane(GpuCall call) {
        return isWide && call.compute().isFloating() ? Lane.F64 : Lane.of(call.compute());
    }

    private void again(O op, GpuCall call, Lane lane, FoldedPlaces fold, long input, double order) {
        boolean mayLeaveRange = call.compute() == DType.FLOAT64 || Math.abs(order) > MODEST;
        if (!mayLeaveRange || fold.length() == 0) {
            return;
        }
        var shape = FoldShape.whole(fold, call.driver().multiprocessors());
        var launch = launch(op, call, AGAIN, call.compute());
        FoldArguments.of(shape, fold, input, call.out(0), 0).write(launch);
        launch.f64(order);
        pack(op, call, launch, lane);
        launch.grid(shape.grid(), shape.block(), 0);
    }

    private void launch(O op, GpuCall call, int form, Lane lane, FoldShape shape, FoldedPlaces fold, long input, long partial) {
        DType dtype = call.compute();
        var output = call.out(0);
        var launch = launch(op, call, form, dtype);
        FoldArguments.of(shape, fold, input, output, partial).write(launch);
        pack(op, call, launch, lane);
        launch.grid(shape.grid(), shape.block(), 0);
    }
}
