/** First values of parameters. */
@NullMarked
package dev.tenon.nn.init;

import org.jspecify.annotations.NullMarked;
