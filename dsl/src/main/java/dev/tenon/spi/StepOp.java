package dev.tenon.spi;

/**
 * An optimizer's step of several parameters. Its operands are the parameters, then their gradients, then each state of all of them, the i-th of
 * every group like the i-th parameter; it has no outputs, and writes into parameters and states.
 */
public interface StepOp extends Primitive {
    /** How many parameters it steps. */
    long count();

    /** Which step this is for them, from 1. */
    long step();
}
