package dev.tenon.tensor.index;

import dev.tenon.core.DTypeException;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import dev.tenon.spi.Attributes;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.InPlace;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Operands;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.SharedPlaces;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.WriteTarget;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code x[...] = value}: the elements an index chooses are overwritten, in the memory of the tensor. */
public final class Assignment {
    private static final String NAME = SetItem.NAME;

    private Assignment() {}

    public static Tensor set(Tensor self, Tensor value, Index... index) {
        return Dispatch.compose(new SetItem(Index.parts(index, 2, NAME, "index")), () -> written(self, value, index),
            Index.inputs(index, self, value));
    }

    private static Tensor written(Tensor self, Tensor value, Index... index) {
        boolean places = Stream.of(index).anyMatch(Index.Take.class::isInstance);
        if (places && value.dtype() != self.dtype()) {
            throw new DTypeException(NAME + ": index tensors and masks write values of the tensor's own dtype\n  self: "
                + Operand.describe(self) + "   value: " + Operand.describe(value) + "\n  try:   value.to(" + self.dtype().name() + ")");
        }
        if (places && value.numel() == 1 && WriteTarget.isShared(self)) {
            return SharedPlaces.set(self, value.to(self.device()), index);
        }
        if (places || Dispatch.recording(self, value)) {
            return InPlace.replace(NAME, self, before -> Writes.indexed(before, value.to(self.device()), index));
        }
        var part = Indexing.getitem(self, index);
        InPlace.copy(NAME, part, fitted(value, part.shape().toArray()));
        return self;
    }

    public static Tensor set(Tensor self, Number value, Index... index) {
        Operands.given(NAME, "value", value);
        return set(self, InPlace.number(self, Numbers.element(self.dtype(), value, "set", "the value"), self.dtype()), index);
    }

    /** An index of which the first items are known and the others are positions, tensors, lists or indices. */
    public static Index[] index(Object first, @Nullable Object @Nullable... rest) {
        // One null for all that follows is what Java makes of x.get(at(0), null): it is one more item.
        if (rest == null) {
            return index(first, new @Nullable Object[1]);
        }
        return Stream.concat(Stream.of(first), Arrays.stream(rest)).map(Index::of).toArray(Index[]::new);
    }

    public static Index[] positions(long... index) {
        return Arrays.stream(Attributes.given(index, NAME, "index")).mapToObj(Index::at).toArray(Index[]::new);
    }

    /** The value without those leading dimensions of size 1 that the part written to does not have. */
    static Tensor fitted(Tensor value, long[] part) {
        int extra = value.rank() - part.length;
        for (int d = 0; d < extra; d++) {
            if (value.size(d) != 1) {
                return value;
            }
        }
        return extra <= 0 ? value : Ops.reshape(value, Arrays.copyOfRange(value.shape().toArray(), extra, value.rank()));
    }
}
