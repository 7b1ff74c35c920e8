package dev.tenon.spi;

/**
 * One operator call without its tensors: a generated record of typed attributes.
 * Everything that happens to tensors is an {@code Op} applied by the one funnel, so that tracing, profiling,
 * export and capture have a single place to look.
 */
public interface Op {
    /** What is the same for every call of this operator: its name and kernels. */
    OpDescriptor descriptor();

    /**
     * Checks the inputs and declares the outputs: dtype and shape, or the view of input 0.
     *
     * @throws dev.tenon.core.TenonException if the inputs break a rule; the message names the operator and the rule
     */
    void infer(Inference call);
}
