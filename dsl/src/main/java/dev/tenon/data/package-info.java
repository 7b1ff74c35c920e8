/**
 * Datasets, and loaders that give their batches: in an order that follows from a seed, prepared ahead by workers, each freed after its
 * iteration.
 */
@NullMarked
package dev.tenon.data;

import org.jspecify.annotations.NullMarked;
