/** The generated operators: one record of typed attributes each, with its shape and dtype rules. */
@NullMarked
package dev.tenon.ops;

import org.jspecify.annotations.NullMarked;
