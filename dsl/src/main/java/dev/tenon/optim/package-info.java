/** Optimizers: each step is one pass over all parameters of a group. */
@NullMarked
package dev.tenon.optim;

import org.jspecify.annotations.NullMarked;
