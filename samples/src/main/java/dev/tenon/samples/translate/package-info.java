/** {@code tenon translate}: a transformer of encoder and decoder writes numbers in words. */
@NullMarked
package dev.tenon.samples.translate;

import org.jspecify.annotations.NullMarked;
