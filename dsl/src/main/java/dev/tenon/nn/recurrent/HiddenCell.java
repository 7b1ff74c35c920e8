package dev.tenon.nn.recurrent;

import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cell whose state is the hidden one alone. */
abstract sealed class HiddenCell extends RecurrentCell permits RnnCell, GruCell {
    HiddenCell(String name, int gates, long inputSize, long hiddenSize, boolean withBias) {
        super(name, gates, inputSize, hiddenSize, withBias);
    }

    /**
     * The next state.
     *
     * @param input {@code [batch, inputSize]} or {@code [inputSize]}
     * @param hidden {@code [batch, hiddenSize]} or {@code [hiddenSize]}; null for zeros
     * @throws ShapeException if they do not fit
     */
    public final Tensor step(Tensor input, @Nullable Tensor hidden) {
        return called(input, hidden == null ? List.of() : List.of(hidden)).getFirst();
    }
}
