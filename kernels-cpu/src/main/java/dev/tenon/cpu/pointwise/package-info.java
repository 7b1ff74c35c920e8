/** The loop of pointwise kernels, and operands made dense and converted by it. */
@NullMarked
package dev.tenon.cpu.pointwise;

import org.jspecify.annotations.NullMarked;
