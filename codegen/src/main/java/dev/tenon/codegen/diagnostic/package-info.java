/** What can be wrong with an op-spec, and how it is told: file, line, column, caret and a way out. */
@NullMarked
package dev.tenon.codegen.diagnostic;

import org.jspecify.annotations.NullMarked;
