package dev.tenon.nn.recurrent;

import dev.tenon.core.DTypeException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/** What a recurrent layer takes: {@code [time, batch, size]} or {@code [batch, time, size]}, or without a batch {@code [time, size]}. */
record SequenceInputs(String layer, long size, boolean isBatchFirst) {
    /**
     * Checks the input, which must have the dtype of the weight.
     *
     * @throws ShapeException if it has another rank or size, or no step
     * @throws DTypeException if it has another dtype
     */
    void require(Tensor input, Tensor weight) {
        if (input.rank() != 2 && input.rank() != 3) {
            throw new ShapeException(layer + ": the input must be " + layout() + " or, without a batch, [time, " + size + "], got rank "
                + input.rank() + describe(input));
        }
        requireSize(input);
        requireDtype("input", input, weight);
        if (time(input) == 0) {
            throw new ShapeException(layer + ": the input must have at least one step" + describe(input));
        }
    }

    /** The same for packed elements. */
    void requirePacked(Tensor data, Tensor weight) {
        if (data.rank() != 2) {
            throw new ShapeException(layer + ": packed elements must be [elements, " + size + "], got rank " + data.rank() + describe(data)
                + "\n  try:   packPaddedSequence() of an input " + layout());
        }
        requireSize(data);
        requireDtype("input", data, weight);
    }

    private void requireSize(Tensor input) {
        if (input.size(-1) != size) {
            throw new ShapeException(layer + ": the last size of the input must be inputSize (" + size + "), got " + input.size(-1)
                + describe(input) + "\n  try:   inputSize = " + input.size(-1) + ", or transpose() the input to " + layout());
        }
    }

    private void requireDtype(String name, Tensor tensor, Tensor weight) {
        if (tensor.dtype() != weight.dtype()) {
            throw new DTypeException(
                layer + ": " + name + " must have the dtype of the weights, " + weight.dtype() + ", got " + tensor.dtype()
                    + describe(tensor) + "\n  try:   to(" + weight.dtype().name() + ") it, or the layer to(" + tensor.dtype().name() + ")");
        }
    }

    /**
     * Checks an initial state.
     *
     * @param shape what it must be with a batch
     */
    void requireState(String name, Tensor state, boolean isBatched, long[] shape) {
        var wanted = isBatched ? shape : new long[] {shape[0], shape[2]};
        if (!Arrays.equals(state.shape().toArray(), wanted)) {
            throw new ShapeException(layer + ": the initial " + name + " must be " + Arrays.toString(wanted)
                + ", [layers * directions, " + (isBatched ? "batch, " : "") + "size], whatever comes first in the input"
                + "\n  " + name + ": " + Operand.describe(state) + "\n  try:   zeros(" + text(wanted) + "), or leave it out");
        }
    }

    private static String text(long[] sizes) {
        return Arrays.toString(sizes).replace("[", "").replace("]", "");
    }

    String layout() {
        return (isBatchFirst ? "[batch, time, " : "[time, batch, ") + size + "]";
    }

    private static String describe(Tensor input) {
        return "\n  input: " + Operand.describe(input);
    }

    long time(Tensor input) {
        return input.size(input.rank() == 3 && isBatchFirst ? 1 : 0);
    }

    long batch(Tensor input) {
        return input.rank() == 2 ? 1 : input.size(isBatchFirst ? 0 : 1);
    }

    /** The elements as a matrix, all first ones, then all second ones. */
    Tensor packed(Tensor input) {
        if (input.rank() == 2) {
            return input;
        }
        return Ops.flatten(isBatchFirst ? Ops.transpose(input, 0, 1) : input, 0, 1);
    }
}
