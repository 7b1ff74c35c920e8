/** Makes entries of what spec files say, and reports what has the wrong form. */
@NullMarked
package dev.tenon.codegen.spec.read;

import org.jspecify.annotations.NullMarked;
