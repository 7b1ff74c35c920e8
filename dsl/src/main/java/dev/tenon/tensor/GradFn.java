package dev.tenon.tensor;

import dev.tenon.spi.Op;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function that differentiates one call that was recorded, as PyTorch's {@code grad_fn}: a node of the graph that a backward pass walks.
 * {@snippet :
 * println(loss.gradFn().function());            // MseLossBackward0
 * println(loss.gradFn().next());
 * }
 */
public sealed interface GradFn permits Node {
    /** Its name, as PyTorch prints it: {@code AddmmBackward0}. */
    String function();

    /** The operator that was called. */
    Op operator();

    /**
     * What its gradients go to, in the order of the operator's inputs; those that need none are left out.
     *
     * @throws dev.tenon.core.AutogradException if a backward pass has released the graph
     */
    List<Next> next();

    /** The values that it reads, by the names of the operator's parameters, its results as {@code result}; none after a backward pass. */
    Map<String, Tensor> saved();

    /**
     * Where a gradient goes.
     *
     * @param function that of the call that made the input; null if that is a leaf
     * @param leaf the input itself if it is a leaf, otherwise null
     * @param output which output of that call the input was
     */
    record Next(@Nullable GradFn function, @Nullable Tensor leaf, int output) {}
}
