/** What programs call: methods, operators' records, gradient rules and the catalogue, with their Javadoc. */
@NullMarked
package dev.tenon.codegen.emit.api;

import org.jspecify.annotations.NullMarked;
