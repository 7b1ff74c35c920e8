/** {@code tenon profile}: where the time of a training goes. */
@NullMarked
package dev.tenon.samples.profile;

import org.jspecify.annotations.NullMarked;
