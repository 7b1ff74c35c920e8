/**
 * Between operators and the backends that compute them: descriptors, shape and dtype rules, kernels, and how libraries of operators are
 * found.
 */
@NullMarked
package dev.tenon.spi;

import org.jspecify.annotations.NullMarked;
