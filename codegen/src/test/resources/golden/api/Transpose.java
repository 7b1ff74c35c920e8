package sample.ops;

import dev.tenon.spi.CallRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.ViewRules;

/**
 * Attributes of {@code transpose}. Swaps two dimensions.
 *
 * @param dim0 an integer
 * @param dim1 an integer
 */
public record Transpose(long dim0, long dim1) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("transpose", OpDescriptor.Kind.VIEW,
            Transpose.class, "input");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        CallRules.given(call, 0);
        ViewRules.transpose(call, dim0, dim1);
    }
}
