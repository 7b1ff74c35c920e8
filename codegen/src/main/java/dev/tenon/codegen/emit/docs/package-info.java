/** The reference: pages of operators and optimizers, tables of devices and gradients, and examples. */
@NullMarked
package dev.tenon.codegen.emit.docs;

import org.jspecify.annotations.NullMarked;
