/** A table with missing values and categories: embeddings, standardised numbers, early stopping. */
@NullMarked
package dev.tenon.samples.tabular;

import org.jspecify.annotations.NullMarked;
