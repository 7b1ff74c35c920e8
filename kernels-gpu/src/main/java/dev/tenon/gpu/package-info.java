/** The GPU's place behind the SPI. */
@NullMarked
package dev.tenon.gpu;

import org.jspecify.annotations.NullMarked;
