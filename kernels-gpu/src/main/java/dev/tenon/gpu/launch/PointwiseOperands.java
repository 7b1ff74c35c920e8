package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Layout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

/** The operands of one pointwise launch: its inputs, then its results, all of the dtypes that the kernel takes. */
final class PointwiseOperands {
    /** Numbers lie in the host's memory, each at its own address. */
    private static final MemorySegment HOST = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /** A zero in the place of an input that was not given. */
    private static final UncheckedOperand ABSENT = Region.dense(Device.CPU, DType.INT64,
        Arena.global().allocate(Long.BYTES, Long.BYTES).address());
    private static final long PACK_BYTES = 16;
    private static final int MOST_IN_A_PACK = 8;
    /** Fewer elements are not worth a copy that turns them. */
    private static final long WORTH_TURNING = 1 << 16;

    private final GpuCall call;
    private final int inputs;
    private final UncheckedOperand[] operands;
    private final DType compute;
    private final int perPack;

    PointwiseOperands(GpuCall call, int inputs, int results, boolean isPacked) {
        this.call = call;
        this.inputs = inputs;
        this.operands = new UncheckedOperand[inputs + results];
        this.compute = call.compute();
        this.perPack = isPacked ? (int) Math.min(MOST_IN_A_PACK, PACK_BYTES / compute.bytes()) : 1;
    }

    /** Takes input k, converted if it has another dtype; numbers stay on the host. */
    void input(int k, DType dtype) {
        if (!call.has(k)) {
            operands[k] = ABSENT;
            return;
        }
        var input = call.in(k);
        operands[k] = isNumber(input) ? input
            : input.dtype() != dtype || isTransposed(input) ? call.dense(input, dtype) : input;
    }

    /** Takes result m, or memory for it if it is wanted in another dtype. */
    void result(int m, DType dtype) {
        var output = call.out(m);
        operands[inputs + m] = output.dtype() == dtype ? output : call.region(dtype, output.sizes());
    }

    UncheckedOperand at(int i) {
        return operands[i];
    }

    private static boolean isNumber(UncheckedOperand operand) {
        return operand.device().kind() == Device.Kind.CPU;
    }

    /** Whether this is a large matrix that lies by columns: a copy by tiles, then packs, is faster than picking its elements. */
    private boolean isTransposed(UncheckedOperand input) {
        long n = call.out(0).numel();
        var strides = input.strides();
        int last = strides.length - 1;
        if (n < WORTH_TURNING || input.numel() != n || last < 1 || strides[last] <= 1 || !call.out(0).isContiguous()) {
            return false;
        }
        return IntStream.range(0, last).anyMatch(d -> strides[d] == 1 && input.sizes()[d] > 1);
    }

    // ---- side by side ---------------------------------------------------------------------------------------------------

    /** Whether all operands that have more than one element lie row-major without gaps, over the same sizes. */
    boolean areContiguous() {
        long n = call.out(0).numel();
        for (int i = 0; i < operands.length; i++) {
            var operand = operands[i];
            boolean single = i < inputs && operand.numel() == 1;
            if (!single && (operand.numel() != n || !operand.isContiguous())) {
                return false;
            }
        }
        return true;
    }

    /** The inputs of one element, by bit. */
    int singles() {
        int singles = 0;
        for (int k = 0; k < inputs; k++) {
            singles |= operands[k].numel() == 1 ? 1 << k : 0;
        }
        return singles;
    }

    /** How many packs so many elements are; 0 where an operand begins at a wrong place. */
    long packs(long n) {
        if (perPack == 1) {
            return 0;
        }
        for (int i = 0; i < operands.length; i++) {
            if ((i >= inputs || operands[i].numel() != 1) && operands[i].address() % packBytes(i) != 0) {
                return 0;
            }
        }
        return n / perPack;
    }

    private long packBytes(int i) {
        return (long) perPack * operands[i].dtype().bytes();
    }

    // ---- anywhere -------------------------------------------------------------------------------------------------------

    /** Where operands lie over the results' sizes: dimensions in the order in which the first result goes through memory. */
    Layout layout() {
        return Layout.over(operands[inputs].sizes(), inputs, operands);
    }

    /** The inputs that are the same along the innermost dimension, by bit. */
    int repeated(Layout layout) {
        int repeated = 0;
        for (int k = 0; k < inputs; k++) {
            repeated |= layout.innerStride(k) == 0 ? 1 << k : 0;
        }
        return repeated;
    }

    /** Whether all operands allow for packs along the innermost dimension. */
    boolean areForPacks(Layout layout, long[] addresses) {
        if (perPack == 1 || layout.rank() == 0 || layout.inner() % perPack != 0) {
            return false;
        }
        for (int i = 0; i < operands.length; i++) {
            boolean repeated = i < inputs && layout.innerStride(i) == 0;
            if (!repeated && !isForPacks(layout, i, addresses[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean isForPacks(Layout layout, int i, long address) {
        boolean fits = layout.innerStride(i) == 1 && address % packBytes(i) == 0;
        for (int d = 0; fits && d < layout.rank() - 1; d++) {
            fits = layout.stride(i, d) % perPack == 0;
        }
        return fits;
    }

    /** The layout of packs. */
    Layout inPacks(Layout layout) {
        return layout.grouped(perPack);
    }

    long[] addresses() {
        var addresses = new long[operands.length];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = isNumber(operands[i]) ? 0 : operands[i].address();
        }
        return addresses;
    }

    /** The addresses of the part that has index i in the outermost dimension. */
    long[] moved(long[] addresses, Layout layout, long i) {
        var moved = addresses.clone();
        for (int k = 0; k < moved.length; k++) {
            moved[k] += i * layout.stride(k, 0) * operands[k].dtype().bytes();
        }
        return moved;
    }

    // ---- passing --------------------------------------------------------------------------------------------------------

    /** Passes the structure {@code TnOperands}. */
    void write(Launch launch, long[] addresses) {
        var lane = GeneratedLaunch.Lane.of(compute);
        int values = 8 * operands.length;
        var to = launch.arguments().struct(values + inputs * lane.bytes() + 7 & -8);
        for (int i = 0; i < operands.length; i++) {
            to.set(ValueLayout.JAVA_LONG, 8L * i, addresses[i]);
        }
        for (int k = 0; k < inputs; k++) {
            if (isNumber(operands[k])) {
                number(operands[k], lane, to, values + (long) k * lane.bytes());
            }
        }
    }

    private static void number(UncheckedOperand number, GeneratedLaunch.Lane lane, MemorySegment to, long at) {
        switch (lane) {
            case F64 -> to.set(ValueLayout.JAVA_DOUBLE, at, floating(number));
            case F32 -> to.set(ValueLayout.JAVA_FLOAT, at, (float) floating(number));
            case I64 -> to.set(ValueLayout.JAVA_LONG, at, number.dtype().isFloating() ? (long) floating(number) : whole(number));
        }
    }

    private static double floating(UncheckedOperand number) {
        return switch (number.dtype()) {
            case FLOAT64 -> HOST.get(ValueLayout.JAVA_DOUBLE, number.address());
            case FLOAT32 -> HOST.get(ValueLayout.JAVA_FLOAT, number.address());
            case FLOAT16 -> Float.float16ToFloat(HOST.get(ValueLayout.JAVA_SHORT, number.address()));
            case BFLOAT16 -> Float.intBitsToFloat(HOST.get(ValueLayout.JAVA_SHORT, number.address()) << Short.SIZE);
            default -> whole(number);
        };
    }

    private static long whole(UncheckedOperand number) {
        return switch (number.dtype().bytes()) {
            case 8 -> HOST.get(ValueLayout.JAVA_LONG, number.address());
            case 4 -> HOST.get(ValueLayout.JAVA_INT, number.address());
            case 2 -> HOST.get(ValueLayout.JAVA_SHORT, number.address());
            default -> number.dtype() == DType.INT8 ? HOST.get(ValueLayout.JAVA_BYTE, number.address())
                : HOST.get(ValueLayout.JAVA_BYTE, number.address()) & 0xFF;
        };
    }
}
