package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.Convert;
import dev.tenon.spi.KernelCall;

/**
 * Rows of several tensors that are folded together. A kernel gets them as a table of addresses, one for each tensor, where its elements lie
 * without gaps in the lane's type; 0 stands for a tensor that was not given. What does not lie so is brought there a row at a time, repeated
 * where it is broadcast, so that memory is read once.
 */
final class JointRows {
    private final KernelCall call;
    private final Lane lane;
    private final Fold fold;
    private final int inputs;

    JointRows(KernelCall call, Lane lane, Fold fold) {
        this.call = call;
        this.lane = lane;
        this.fold = fold;
        this.inputs = call.inputs();
    }

    /** What the table and rows of n elements take. */
    long bytes(long n) {
        return inputs * (1 + n) * Long.BYTES;
    }

    /** Elements along the innermost folded dimension, from a folded element of a result on. */
    long along(long result, long element, long n, long buffer) {
        return table(result, element, n, false, buffer);
    }

    /** The same folded element of results along the innermost kept dimension, from one on. */
    long across(long result, long element, long n, long buffer) {
        return table(result, element, n, true, buffer);
    }

    private long table(long result, long element, long n, boolean across, long buffer) {
        for (int k = 0; k < inputs; k++) {
            long address = 0;
            if (call.has(k)) {
                var input = call.in(k);
                address = input.address() + (fold.offsetOfOutput(k, result) + fold.offsetOfFolded(k, element)) * input.dtype().bytes();
                long stride = across ? fold.columnStride(k) : fold.innerStride(k);
                if (input.dtype() != lane.dtype() || n > 1 && stride != 1) {
                    long copy = buffer + (inputs + k * n) * Long.BYTES;
                    Convert.load(input.dtype(), address, stride, n, lane, copy);
                    address = copy;
                }
            }
            UncheckedAccess.i64(buffer, k, address);
        }
        return buffer;
    }
}
