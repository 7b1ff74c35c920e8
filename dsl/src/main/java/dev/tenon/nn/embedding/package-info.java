/** Rows of numbers for indices. */
@NullMarked
package dev.tenon.nn.embedding;

import org.jspecify.annotations.NullMarked;
