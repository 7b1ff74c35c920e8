package sample.ops;

import dev.tenon.spi.CopyRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;

/**
 * Attributes of {@code cat}. Joins tensors along one dimension.
 *
 * @param dim an integer; {@code 0} if left out
 */
public record Cat(long dim) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("cat", OpDescriptor.Kind.NATIVE,
            Cat.class, "tensors");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        CopyRules.cat(call, dim);
    }
}
