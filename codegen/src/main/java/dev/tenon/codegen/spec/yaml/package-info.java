/** Spec files as maps, lists and texts that know their places, with mixins merged in. */
@NullMarked
package dev.tenon.codegen.spec.yaml;

import org.jspecify.annotations.NullMarked;
