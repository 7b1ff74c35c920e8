/**
 * Datasets, streams and loaders that give their batches: in an order that follows from a seed, prepared ahead by workers, each freed after its
 * iteration. {@link dev.tenon.data.sampler} says which samples come, {@link dev.tenon.data.text} reads texts, {@link dev.tenon.data.vision} sets of
 * pictures, {@link dev.tenon.data.table} has tables, {@link dev.tenon.data.transform} changes samples.
 */
@NullMarked
package dev.tenon.data;

import org.jspecify.annotations.NullMarked;
