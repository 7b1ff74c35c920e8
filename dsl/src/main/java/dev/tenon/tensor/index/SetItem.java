package dev.tenon.tensor.index;

import dev.tenon.core.IndexPart;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import java.util.List;

/**
 * The call {@code x[...] = value}, which is no operator of the spec. Its inputs are the tensor, the value, and the tensors of the index.
 *
 * @param index what is written to
 */
public record SetItem(List<IndexPart> index) implements Op {
    static final String NAME = "set";

    private static final OpDescriptor DESCRIPTOR = new OpDescriptor(NAME, OpDescriptor.Kind.COMPOSITE, SetItem.class, "input", "value")
        .writing("input").taking("X", "X");

    public SetItem {
        index = List.copyOf(index);
    }

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public String gradFn() {
        return index.stream().anyMatch(IndexPart.Take.class::isInstance) ? "IndexPutBackward0" : "CopySlices";
    }
}
