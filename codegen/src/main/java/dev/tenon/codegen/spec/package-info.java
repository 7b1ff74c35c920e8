/** Entries of the op-spec as typed records. */
@NullMarked
package dev.tenon.codegen.spec;

import org.jspecify.annotations.NullMarked;
