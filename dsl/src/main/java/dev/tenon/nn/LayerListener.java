package dev.tenon.nn;

import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Hears every call of a layer in a thread, layers within layers included; what {@link dev.tenon.tensor.OpListener} is for operators. Summaries,
 * profilers and diagrams listen here. {@link LayerPath} keeps where a thread is.
 */
public interface LayerListener {
    /** Called before the hooks of the layer. */
    default void entered(Layer layer, List<Tensor> inputs) {}

    /** Called after its hooks, with what the call gives. */
    default void left(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {}

    /** Called in place of {@link #left} if the call ends with an exception. */
    default void failed(Layer layer, Throwable cause) {}

    /** Runs {@code work} and tells {@code listener} of every call that it makes in this thread; a listener around it is told first. */
    static void listen(LayerListener listener, Runnable work) {
        LayerListening.listen(listener, work);
    }
}
