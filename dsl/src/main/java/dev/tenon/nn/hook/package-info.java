/** What stands before and behind the calls of layers, and their backward passes. */
@NullMarked
package dev.tenon.nn.hook;

import org.jspecify.annotations.NullMarked;
