/** What all emitters share: the library that is written, the names and types it has in Java, its overloads and its gradients. */
@NullMarked
package dev.tenon.codegen.emit.library;

import org.jspecify.annotations.NullMarked;
