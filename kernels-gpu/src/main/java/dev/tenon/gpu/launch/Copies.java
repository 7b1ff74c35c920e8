package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.spi.Layout;
import dev.tenon.spi.Layouts;
import java.util.Arrays;

/** Copies between operands of any layout and dtype on one device; sizes are equal, or broadcast. */
public final class Copies {
    /** Blocks for each multiprocessor that copy tiles: each block works on one tile at a time. */
    private static final int TILE_BLOCKS = 16;

    private Copies() {}

    /** Queues {@code to = from}, converted; {@code from} is repeated where its sizes are smaller. */
    public static void copy(GpuCall call, UncheckedOperand from, UncheckedOperand to) {
        if (to.numel() == 0) {
            return;
        }
        var strides = Layouts.broadcast(from.sizes(), from.strides(), to.sizes());
        if (to.rank() > Places.DIMS && Layout.of(to.sizes(), strides, to.strides()).rank() > Places.DIMS) {
            slices(call, Region.of(from, to.sizes(), strides, 0), to);
        } else if (from.dtype() == to.dtype()) {
            move(call, Paths.of(from, to));
        } else {
            cast(call, from, to);
        }
    }

    /** More dimensions than a kernel takes: one copy for each place of the first one. */
    private static void slices(GpuCall call, UncheckedOperand from, UncheckedOperand to) {
        for (long i = 0; i < to.sizes()[0]; i++) {
            copy(call, slice(from, i), slice(to, i));
        }
    }

    private static Region slice(UncheckedOperand operand, long place) {
        var sizes = operand.sizes();
        var strides = operand.strides();
        return Region.of(operand, Arrays.copyOfRange(sizes, 1, sizes.length), Arrays.copyOfRange(strides, 1, strides.length),
            place * strides[0]);
    }

    /** The integer dtype of this width: what is only moved needs one kernel for each width. */
    public static DType carrier(int bytes) {
        return switch (bytes) {
            case 1 -> DType.INT8;
            case 2 -> DType.INT16;
            case 4 -> DType.INT32;
            default -> DType.INT64;
        };
    }

    private static void move(GpuCall call, Paths paths) {
        if (paths.areDense()) {
            call.driver().copy(paths.from(), paths.to(), paths.numel() * paths.bytes());
            return;
        }
        int row = paths.unitOfSource();
        int column = paths.unitOfTarget();
        if (row >= 0 && column >= 0 && row != column) {
            transpose(call, paths, row, column);
            return;
        }
        var kernel = paths.isTargetDense() ? "pack" : "move";
        call.launch("shape/copy", kernel, carrier(paths.bytes())).pointer(paths.from()).pointer(paths.to()).i64(paths.numel())
            .layout(paths.sizes(), paths.fromStrides(), paths.toStrides()).over(paths.numel());
    }

    private static void transpose(GpuCall call, Paths paths, int row, int column) {
        long rows = paths.sizes()[row];
        long columns = paths.sizes()[column];
        var planes = paths.without(row, column);
        long tiles = (rows + 31) / 32 * ((columns + 31) / 32) * planes.numel();
        int blocks = (int) Math.min(tiles, (long) call.driver().multiprocessors() * TILE_BLOCKS);
        call.launch("shape/copy", "transpose", carrier(paths.bytes())).pointer(paths.from()).pointer(paths.to()).i64(rows).i64(columns)
            .i64(paths.fromStrides()[column]).i64(paths.toStrides()[row]).i64(planes.numel())
            .layout(planes.sizes(), planes.fromStrides(), planes.toStrides()).grid(Dim.of(blocks), Dim.of(32, 8), 0);
    }

    private static void cast(GpuCall call, UncheckedOperand from, UncheckedOperand to) {
        long n = to.numel();
        boolean isDense = from.numel() == n && from.isContiguous() && to.isContiguous() && isForFour(from) && isForFour(to);
        var launch = call.launch("shape/cast", isDense ? "cast_dense" : "cast", to.dtype()).in(from).i32(from.dtype().ordinal()).in(to)
            .i64(n);
        if (isDense) {
            launch.over((n + 3) / 4);
        } else {
            launch.layout(to.sizes(), Layouts.broadcast(from.sizes(), from.strides(), to.sizes()), to.strides()).over(n);
        }
    }

    private static boolean isForFour(UncheckedOperand operand) {
        return operand.address() % (4L * operand.dtype().bytes()) == 0;
    }
}
