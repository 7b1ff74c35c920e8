/** Text as numbers: vocabularies of characters and words, and windows over a text for language models. */
@NullMarked
package dev.tenon.data.text;

import org.jspecify.annotations.NullMarked;
