/** Attention of several heads, the layers of transformers, and what tells positions apart. */
@NullMarked
package dev.tenon.nn.attention;

import org.jspecify.annotations.NullMarked;
