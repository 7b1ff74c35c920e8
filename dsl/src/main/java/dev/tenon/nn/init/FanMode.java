package dev.tenon.nn.init;

/** Which way a variance is kept. */
public enum FanMode {
    /** Of activations, forward: by the inputs that one output sees. */
    FAN_IN,
    /** Of gradients, backward: by the outputs that one input reaches. */
    FAN_OUT
}
