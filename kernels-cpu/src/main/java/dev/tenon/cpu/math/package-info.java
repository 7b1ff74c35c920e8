/** Functions of elements: vectors of exponentials, angles and gammas, conversions between dtypes, random bits. */
@NullMarked
package dev.tenon.cpu.math;

import org.jspecify.annotations.NullMarked;
