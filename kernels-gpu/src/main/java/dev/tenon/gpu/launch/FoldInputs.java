package dev.tenon.gpu.launch;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.CudaStruct;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a fold of several.
 *
 * @param address of each, all of one dtype; 0 for one that was not given
 */
@CudaStruct("TnInputs")
@SuppressWarnings("ArrayRecordComponent") // made here and never modified
record FoldInputs(@CudaStruct.Length(1) long[][] address) {
    static FoldInputs of(@Nullable UncheckedOperand[] inputs) {
        var addresses = new long[inputs.length][1];
        for (int k = 0; k < inputs.length; k++) {
            var input = inputs[k];
            addresses[k][0] = input == null ? 0 : input.address();
        }
        return new FoldInputs(addresses);
    }
}
