/** Where time and memory go: {@link dev.tenon.profile.Profiler}. */
@NullMarked
package dev.tenon.profile;

import org.jspecify.annotations.NullMarked;
