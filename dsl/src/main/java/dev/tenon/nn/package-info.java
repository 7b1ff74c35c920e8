/** Layers, and the builder that declares networks of them with every shape checked as it is written. */
@NullMarked
package dev.tenon.nn;

import org.jspecify.annotations.NullMarked;
