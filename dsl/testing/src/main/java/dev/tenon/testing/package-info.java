/** What the generated tests of a library check; they need no test library themselves. */
@NullMarked
package dev.tenon.testing;

import org.jspecify.annotations.NullMarked;
