/** Tests that hold operators, layers and optimizers to their entries. */
@NullMarked
package dev.tenon.codegen.emit.tests;

import org.jspecify.annotations.NullMarked;
