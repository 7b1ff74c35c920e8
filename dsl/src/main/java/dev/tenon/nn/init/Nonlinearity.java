package dev.tenon.nn.init;

/** What follows a layer, for {@link Init#calculateGain}. Convolutions without one count as {@link #LINEAR}. */
public enum Nonlinearity {
    LINEAR, SIGMOID, TANH, RELU, LEAKY_RELU, SELU
}
