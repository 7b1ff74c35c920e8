package sample.ops;

import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;

/**
 * Attributes of {@code half_square}. Half the sum of the squared differences.
 */
public record HalfSquare() implements Op {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("half_square", OpDescriptor.Kind.COMPOSITE,
            HalfSquare.class, "input", "target").taking("F", "F");

    /**
     * The only value: this operator has no attributes.
     */
    public static final HalfSquare INSTANCE = new HalfSquare();

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }
}
