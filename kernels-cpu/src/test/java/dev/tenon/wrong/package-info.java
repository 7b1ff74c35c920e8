/** Calls that no program should make, and the exceptions that answer them. */
@NullMarked
package dev.tenon.wrong;

import org.jspecify.annotations.NullMarked;
