package dev.tenon.profile;

/**
 * Something that took time.
 *
 * @param kind what it is
 * @param name an operator's, a backward function's as PyTorch has it, or a layer's class
 * @param path the layer that it belongs to, with the network's class in front, {@code Net.encoder.0}; empty outside of layers
 * @param backward whether it was part of a backward pass
 * @param thread by its number
 * @param threadName by its name
 * @param start nanoseconds since the profile began
 * @param nanos how long it took, all within included
 * @param self how long it took without what is told as within it
 * @param bytes how much memory its results take that they do not share with what it was given, all within included
 */
public record Span(Kind kind, String name, String path, boolean backward, long thread, String threadName, long start, long nanos, long self,
    long bytes) {
    /** What takes time. */
    public enum Kind {
        LAYER, OPERATOR, FUNCTION
    }
}
