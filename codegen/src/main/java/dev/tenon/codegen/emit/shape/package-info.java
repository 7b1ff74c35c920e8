/** The shape and dtype rules of records: sizes, requirements and the errors that they end in. */
@NullMarked
package dev.tenon.codegen.emit.shape;

import org.jspecify.annotations.NullMarked;
