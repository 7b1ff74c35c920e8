/** Random wrong and right calls of every operator, in child processes that may die: {@code tenon fuzz}. */
@NullMarked
package dev.tenon.samples.fuzz;

import org.jspecify.annotations.NullMarked;
