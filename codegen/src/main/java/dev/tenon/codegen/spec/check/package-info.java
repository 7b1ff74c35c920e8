/** Whether the parts of an entry, and entries among each other, fit together. */
@NullMarked
package dev.tenon.codegen.spec.check;

import org.jspecify.annotations.NullMarked;
