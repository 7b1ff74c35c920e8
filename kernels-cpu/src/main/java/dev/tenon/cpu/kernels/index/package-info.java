/** Reading and writing elements by their places. */
@NullMarked
package dev.tenon.cpu.kernels.index;

import org.jspecify.annotations.NullMarked;
