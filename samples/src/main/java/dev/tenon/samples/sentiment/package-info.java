/** {@code tenon sentiment-lstm}: a recurrent network reads whether a sentence praises or blames. */
@NullMarked
package dev.tenon.samples.sentiment;

import org.jspecify.annotations.NullMarked;
