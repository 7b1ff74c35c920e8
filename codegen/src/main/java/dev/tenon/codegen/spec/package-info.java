/** The op-spec as typed records, the reader that makes them of YAML, and the checks on them. */
@NullMarked
package dev.tenon.codegen.spec;

import org.jspecify.annotations.NullMarked;
