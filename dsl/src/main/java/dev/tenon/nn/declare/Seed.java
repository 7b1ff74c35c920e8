package dev.tenon.nn.declare;

/**
 * Where a network's first values and its dropout come from.
 *
 * @param value any number; the same number gives the same network
 */
public record Seed(long value) {}
