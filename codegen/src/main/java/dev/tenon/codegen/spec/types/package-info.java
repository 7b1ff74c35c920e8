/** The types of expressions over tensors, shapes and attributes. */
@NullMarked
package dev.tenon.codegen.spec.types;

import org.jspecify.annotations.NullMarked;
