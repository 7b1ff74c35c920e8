/** Four programs of a first course: regression from scratch, an image classifier, a tour of autograd, a net that is saved and loaded. */
@NullMarked
package dev.tenon.samples.course;

import org.jspecify.annotations.NullMarked;
