/** What the generated tests of a library check; they need no other test library than JUnit. */
@NullMarked
package dev.tenon.testing;

import org.jspecify.annotations.NullMarked;
