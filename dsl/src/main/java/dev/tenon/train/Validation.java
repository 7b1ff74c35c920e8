package dev.tenon.train;

/**
 * What a validation came to.
 *
 * @param epoch the epoch it was in or after, from 1
 * @param step how many steps had been taken
 * @param measures over the validation data
 */
public record Validation(int epoch, long step, Measures measures) {}
