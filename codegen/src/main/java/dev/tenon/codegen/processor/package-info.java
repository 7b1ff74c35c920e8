/** The annotation processor: finds the annotated libraries, reads their specs and lets every emitter write. */
@NullMarked
package dev.tenon.codegen.processor;

import org.jspecify.annotations.NullMarked;
