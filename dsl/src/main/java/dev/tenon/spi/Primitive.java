package dev.tenon.spi;

/** An operator that is not made of others: it has kernels, or looks at the memory of its input in another way. */
public interface Primitive extends Op {
    /**
     * Checks the inputs and declares the outputs: dtype and shape, or the view of input 0.
     *
     * @throws dev.tenon.core.TenonException if the inputs break a rule; the message names the operator and the rule
     */
    void infer(Inference call);
}
